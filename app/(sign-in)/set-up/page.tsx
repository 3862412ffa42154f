import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { readPreferences } from '../../_ui/preferences.ts';
import { textsOf } from '../../_ui/texts/languages.ts';
import { NewAccountForm } from '../_parts/new-account-form.tsx';
import { Notice } from '../_parts/notice.tsx';
import { readSignIn } from '../_server/sign-in-ways.ts';

type SetUpProps = { searchParams: Promise<{ token?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await readPreferences()).language).newAccount.setUpTitle, referrer: 'no-referrer' };
}

/** Where the link leads that the server prints while nobody can sign in. */
export default async function SetUpPage({ searchParams }: SetUpProps) {
  const [{ token }, head, { language }] = await Promise.all([searchParams, headers(), readPreferences()]);
  const { signIn: texts, newAccount, tryAgain } = textsOf(language);
  const signIn = await readSignIn(head);
  if (signIn.state === 'away') return <Notice title={texts.awayTitle} text={texts.awayText} href="/login" action={tryAgain} />;
  if (signIn.mode === 'open') return <Notice title={texts.openTitle} text={texts.openText} href="/" action={texts.toDashboard} />;
  if (!signIn.needsSetup)
    return (
      <Notice title={newAccount.alreadySetUpTitle} text={newAccount.alreadySetUpText} href="/login" action={texts.toSignIn} />
    );
  if (typeof token !== 'string' || token === '') return <Notice title={newAccount.noTokenTitle} text={newAccount.noTokenText} />;
  return <NewAccountForm kind="set-up" token={token} title={newAccount.setUpTitle} text={newAccount.setUpText} />;
}
