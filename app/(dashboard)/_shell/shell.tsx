'use client';

import { useState, type ReactNode } from 'react';
import { useViewer } from '../../_live/viewer-context.ts';
import { railCookie, rememberChoice, type Theme } from '../../_ui/preference-names.ts';
import { useShortcut } from '../../_ui/use-shortcut.ts';
import { parseDeckPath } from '../_panels/deck-path.ts';
import { BottomBar } from './bottom-bar.tsx';
import { NavigationKeys } from './navigation-keys.tsx';
import { NodecgAddress } from './nodecg-address.tsx';
import { PreviewBanner } from './preview-banner.tsx';
import { Rail } from './rail.tsx';
import { SearchProvider } from './search-provider.tsx';
import { StatusLine } from './status-line.tsx';
import { ThemeProvider } from './theme-provider.tsx';
import { Toasts } from './toasts.tsx';
import { TopBar } from './top-bar.tsx';
import { useAddress } from './use-address.ts';

type ShellProps = { theme: Theme; railCollapsed: boolean; deck: ReactNode; children: ReactNode };

/** Top bar, navigation and the work area. Panels (`deck`) and the page share the area; one of them shows. */
export function Shell({ theme, railCollapsed, deck, children }: ShellProps) {
  const [collapsed, setCollapsed] = useState(railCollapsed);
  const showsDeck = parseDeckPath(useAddress()) !== undefined;
  const isPreview = useViewer().preview !== undefined;
  const toggleRail = () => {
    setCollapsed(!collapsed);
    rememberChoice(railCookie, collapsed ? 'open' : 'collapsed');
  };
  useShortcut('[', toggleRail);
  return (
    <ThemeProvider initial={theme}>
      <SearchProvider toggleRail={toggleRail}>
        <NavigationKeys />
        <NodecgAddress />
        <div className="grid h-dvh grid-cols-[auto_minmax(0,1fr)] grid-rows-[48px_minmax(0,1fr)] max-md:grid-cols-[minmax(0,1fr)] max-md:grid-rows-[52px_minmax(0,1fr)_auto]">
          <TopBar />
          <Rail collapsed={collapsed} onToggle={toggleRail} />
          <main id="main" tabIndex={-1} className="group/main relative min-h-0 outline-none">
            {/* Panels are the viewer's own: while somebody else's dashboard is looked at, nobody uses them. */}
            <div inert={isPreview} className="contents">
              {deck}
            </div>
            <div
              hidden={showsDeck}
              // On a phone the notices' room is kept only while there are any: pages that scroll inside end there.
              className="absolute inset-0 scroll-pt-4 overflow-auto p-4 pb-14 max-md:p-3 max-md:group-has-[[data-notices]_p]/main:pb-14"
            >
              {children}
            </div>
            <div data-notices className="pointer-events-none absolute inset-x-0 bottom-0 z-20 grid">
              <StatusLine />
              <PreviewBanner />
            </div>
          </main>
          <BottomBar />
        </div>
        <Toasts />
      </SearchProvider>
    </ThemeProvider>
  );
}
