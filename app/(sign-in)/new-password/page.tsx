import type { Metadata } from 'next';
import { readPreferences } from '../../_ui/preferences.ts';
import { textsOf } from '../../_ui/texts/languages.ts';
import { NewPasswordForm } from '../_parts/new-password-form.tsx';
import { Notice } from '../_parts/notice.tsx';
import { readPasswordLink } from '../_server/read-password-link.ts';

type NewPasswordProps = { searchParams: Promise<{ token?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await readPreferences()).language).newAccount.passwordTitle, referrer: 'no-referrer' };
}

/** Where the link for a new password leads. */
export default async function NewPasswordPage({ searchParams }: NewPasswordProps) {
  const [{ token }, { language }] = await Promise.all([searchParams, readPreferences()]);
  const { signIn: texts, newAccount, tryAgain } = textsOf(language);
  if (typeof token !== 'string' || token === '') return <Notice title={newAccount.noTokenTitle} text={newAccount.noTokenText} />;
  const link = await readPasswordLink(token);
  if (link.state === 'away') return <Notice title={texts.awayTitle} text={texts.awayText} href="/login" action={tryAgain} />;
  if (link.state === 'used-up')
    return <Notice title={newAccount.usedUpTitle} text={newAccount.usedUpPassword} href="/login" action={texts.toSignIn} />;
  return <NewPasswordForm token={token} username={link.username} />;
}
