import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { buttonClass } from '../../../_ui/button.tsx';
import { readPreferences } from '../../../_ui/preferences.ts';
import { textsOf } from '../../../_ui/texts/languages.ts';
import { Notice } from '../../_parts/notice.tsx';
import { readSignIn } from '../../_server/sign-in-ways.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await readPreferences()).language).signIn.signOut };
}

/** For who came to `/logout` by a link of which nobody knows whose page it is on. */
export default async function SignOutPage() {
  const [head, { language }] = await Promise.all([headers(), readPreferences()]);
  const { signIn: texts, access } = textsOf(language);
  const signIn = await readSignIn(head);
  if (signIn.state === 'away')
    return <Notice title={texts.awayTitle} text={texts.awayText} href="/logout/confirm" action={textsOf(language).tryAgain} />;
  if (signIn.mode === 'open') return <Notice title={texts.openTitle} text={texts.openText} href="/" action={texts.toDashboard} />;
  if (signIn.signedInAs === undefined)
    return <Notice title={access.signedOut} text={access.signedOutText} href="/login" action={texts.toSignIn} />;
  return (
    <form method="post" action="/logout" className="grid gap-2.5">
      <h1 className="text-xl font-semibold text-balance">{texts.signOutTitle}</h1>
      <p className="text-mute text-pretty">{texts.signOutText(signIn.signedInAs)}</p>
      <button type="submit" autoFocus className={buttonClass('primary', 'mt-2 h-11')}>
        {texts.signOut}
      </button>
      <a href="/" className={buttonClass('bare', 'h-11')}>
        {texts.toDashboard}
      </a>
    </form>
  );
}
