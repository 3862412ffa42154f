import { HydrationBoundary } from '@tanstack/react-query';
import { headers } from 'next/headers';
import Script from 'next/script';
import type { ReactNode } from 'react';
import { LayoutProvider } from '../_live/layout-provider.tsx';
import { LiveProvider } from '../_live/live-provider.tsx';
import { ViewerProvider } from '../_live/viewer-provider.tsx';
import { DataProvider } from '../_trpc/data-provider.tsx';
import { prefetchShow } from '../_trpc/server.ts';
import { ConfirmProvider } from '../_ui/confirm.tsx';
import { readPreferences } from '../_ui/preferences.ts';
import { textsOf } from '../_ui/texts/languages.ts';
import { TooltipProvider } from '../_ui/tooltip.tsx';
import { DialogDeck } from './_dialogs/dialog-deck.tsx';
import { PanelDeck } from './_panels/panel-deck.tsx';
import { Shell } from './_shell/shell.tsx';

/** What never changes around the pages: top bar, navigation, status, and the panels, which stay alive on every page. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const [{ language, theme, railCollapsed }, head] = await Promise.all([readPreferences(), headers()]);
  const state = await prefetchShow(head);
  return (
    <DataProvider>
      <HydrationBoundary state={state}>
        <LiveProvider>
          <ViewerProvider>
            <TooltipProvider delayDuration={400}>
              <ConfirmProvider>
                <a
                  href="#main"
                  className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-act px-3 py-2 font-semibold text-white focus:translate-y-0"
                >
                  {textsOf(language).skipToContent}
                </a>
                <LayoutProvider>
                  <Shell theme={theme} railCollapsed={railCollapsed} deck={<PanelDeck />}>
                    {children}
                  </Shell>
                  <DialogDeck />
                </LayoutProvider>
              </ConfirmProvider>
            </TooltipProvider>
          </ViewerProvider>
        </LiveProvider>
      </HydrationBoundary>
      {/* As NodeCG's dashboard has it (real-bundles.md P19); panels with sounds have their own. */}
      <Script src="/node_modules/soundjs/lib/soundjs.min.js" strategy="afterInteractive" />
    </DataProvider>
  );
}
