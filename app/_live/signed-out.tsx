'use client';

import { LogOut } from 'lucide-react';
import { buttonClass } from '../_ui/button.tsx';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { signInAddress } from './watch-sign-in.ts';

/** In place of the dashboard, once the server no longer knows who looks at it. */
export function SignedOut() {
  const { access: texts } = useTexts();
  const here = typeof location === 'undefined' ? '/' : location.pathname + location.search + location.hash;
  return (
    <main className="grid min-h-dvh place-items-center bg-bg p-4">
      <div role="alert" className="grid max-w-md justify-items-center gap-3 text-center">
        <span aria-hidden className="grid size-12 place-items-center rounded-xl border border-line bg-s1 text-mute">
          <LogOut size={22} />
        </span>
        <h1 className="text-xl font-semibold">{texts.signedOut}</h1>
        <p className="text-mute text-pretty">{texts.signedOutText}</p>
        {/* A page of its own: everything that this one knew is forgotten. */}
        <a href={signInAddress(here)} className={buttonClass('primary')}>
          {texts.signIn}
        </a>
      </div>
    </main>
  );
}
