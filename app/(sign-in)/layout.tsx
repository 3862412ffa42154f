import type { ReactNode } from 'react';
import { DataProvider } from '../_trpc/data-provider.tsx';
import { readPreferences } from '../_ui/preferences.ts';
import { textsOf } from '../_ui/texts/languages.ts';

/** Pages for people who aren't signed in: nothing of the show is on them, nor asked for by them. */
export default async function SignInLayout({ children }: { children: ReactNode }) {
  const { product } = textsOf((await readPreferences()).language);
  return (
    <DataProvider>
      <main className="grid min-h-dvh content-start justify-items-center gap-5 px-4 pt-[min(16vh,150px)] pb-10 max-sm:pt-10">
        <p className="flex items-center gap-2.5 text-xl font-bold tracking-[0.01em]">
          <img src="/icon.svg" alt="" width={30} height={30} />
          {product}
        </p>
        <div className="w-full max-w-[400px] rounded-xl border border-line bg-s1 p-6 max-sm:p-4">{children}</div>
      </main>
    </DataProvider>
  );
}
