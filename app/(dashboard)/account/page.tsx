import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { readSignIn } from '../../(sign-in)/_server/sign-in-ways.ts';
import { readPreferences } from '../../_ui/preferences.ts';
import { textsOf } from '../../_ui/texts/languages.ts';
import { AccountView } from './_parts/account-view.tsx';

type AccountProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await readPreferences()).language).account.title };
}

/** One's own account: password, second factor, and what else one signs in with. */
export default async function AccountPage({ searchParams }: AccountProps) {
  const [signIn, { error, linked }] = await Promise.all([readSignIn(await headers()), searchParams]);
  const providers = signIn.state === 'ready' ? signIn.providers : [];
  const outcome = {
    ...(typeof error === 'string' ? { error } : {}),
    ...(typeof linked === 'string' ? { linked } : {}),
  };
  return <AccountView providers={providers} outcome={outcome} />;
}
