'use client';

import { en } from './_ui/texts/en.ts';
import './globals.css';

/** The last resort, when even the layout failed: no providers, so no language either. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en" data-theme="dark">
      <body className="grid h-dvh place-content-center gap-3 p-6 text-center">
        <h1 className="text-xl font-semibold">{en.errors.crashTitle}</h1>
        <p className="max-w-md text-mute">{en.errors.crashText}</p>
        <button
          type="button"
          onClick={reset}
          className="mx-auto h-8 rounded-md border border-act-line bg-act px-3 text-sm font-semibold text-white pointer-coarse:h-11"
        >
          {en.tryAgain}
        </button>
      </body>
    </html>
  );
}
