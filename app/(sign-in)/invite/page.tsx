import type { Metadata } from 'next';
import { readPreferences } from '../../_ui/preferences.ts';
import { textsOf } from '../../_ui/texts/languages.ts';
import { NewAccountForm } from '../_parts/new-account-form.tsx';
import { Notice } from '../_parts/notice.tsx';
import { readInvite } from '../_server/read-invite.ts';

type InviteProps = { searchParams: Promise<{ token?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await readPreferences()).language).newAccount.inviteTitle, referrer: 'no-referrer' };
}

/** Where the link of an invitation leads. */
export default async function InvitePage({ searchParams }: InviteProps) {
  const [{ token }, { language }] = await Promise.all([searchParams, readPreferences()]);
  const { signIn: texts, newAccount, tryAgain } = textsOf(language);
  if (typeof token !== 'string' || token === '') return <Notice title={newAccount.noTokenTitle} text={newAccount.noTokenText} />;
  const invite = await readInvite(token);
  if (invite.state === 'away') return <Notice title={texts.awayTitle} text={texts.awayText} href="/login" action={tryAgain} />;
  if (invite.state === 'used-up')
    return <Notice title={newAccount.usedUpTitle} text={newAccount.usedUpInvite} href="/login" action={texts.toSignIn} />;
  return <NewAccountForm kind="invite" token={token} title={newAccount.inviteTitle} text={newAccount.inviteText(invite.label)} />;
}
