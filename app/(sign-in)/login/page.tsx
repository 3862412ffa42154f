import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { ownPath } from '#contract/own-path';
import { readSessionEnd } from '#contract/sign-in';
import { readPreferences } from '../../_ui/preferences.ts';
import { textsOf } from '../../_ui/texts/languages.ts';
import { Notice } from '../_parts/notice.tsx';
import { SignInForm } from '../_parts/sign-in-form.tsx';
import { refusalCookie } from '../_server/refusal-cookie.ts';
import { readSignIn } from '../_server/sign-in-ways.ts';

type LoginProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await readPreferences()).language).signIn.title };
}

/** NodeCG's address for signing in. Who is signed in goes on to where they wanted to. */
export default async function LoginPage({ searchParams }: LoginProps) {
  const [query, head, jar, { language }] = await Promise.all([searchParams, headers(), cookies(), readPreferences()]);
  const { signIn: texts } = textsOf(language);
  const signIn = await readSignIn(head);
  const textOf = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined);
  const callbackUrl = ownPath(callbackOf(textOf('callbackUrl'), head)) ?? '/';
  const refusal = textOf('error') ?? jar.get(refusalCookie)?.value;
  if (signIn.state === 'away')
    return <Notice title={texts.awayTitle} text={texts.awayText} href="/login" action={textsOf(language).tryAgain} />;
  if (signIn.mode === 'open') return <Notice title={texts.openTitle} text={texts.openText} href="/" action={texts.toDashboard} />;
  if (signIn.signedInAs !== undefined && refusal === undefined) redirect(callbackUrl);
  if (!signIn.canSignIn) return <Notice title={texts.needsSetupTitle} text={texts.needsSetupText} />;
  return (
    <SignInForm
      ways={signIn}
      callbackUrl={callbackUrl}
      refusal={refusal}
      ended={signIn.ended ?? readSessionEnd(textOf('ended'))}
    />
  );
}

/** NextAuth writes whole addresses: those of this server are paths of it. */
function callbackOf(given: string | undefined, head: Headers): string | undefined {
  if (given === undefined || !URL.canParse(given)) return given;
  const { host, pathname, search, hash } = new URL(given);
  return host === (head.get('x-forwarded-host') ?? head.get('host')) ? pathname + search + hash : undefined;
}
