'use client';

import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { PanelRef } from '../../_data/workspaces.ts';
import { affects, useBundleChange } from '../../_live/bundle-changes.ts';
import { useLive } from '../../_live/live-provider.tsx';
import { attachFrame, type FrameLoad } from './attach-frame.ts';
import { defaultHeightPx } from './fit-frame.ts';
import { panelWidth } from './pack.ts';
import { lastHeight, rememberHeight } from './panel-memory.ts';
import { usePageError } from './use-page-error.ts';

export type PanelLoad = { state: 'loading' } | { state: 'loaded' } | { state: 'failed'; status: number | undefined };
/** Of a page, and who says so: nobody yet, the last visit, or the page itself. */
export type PageHeight = { px: number; from: 'guess' | 'memory' | 'page' };
/** `isFixed`: somebody gave the panel a height, and its page scrolls in that. `isOnGrid`: other panels stand below it. */
type FrameOptions = { widthPx?: number; isFixed?: boolean; isOnGrid?: boolean };

const rememberAfterMs = 250;

/** Loads a panel's page into its iframe, keeps the height, and loads it again when its files changed or after a failure. */
export function usePanelFrame(panelRef: PanelRef, options: FrameOptions = {}) {
  const { id, bundle, panel } = panelRef;
  const { widthPx = panelWidth(panel.width), isFixed = false, isOnGrid = false } = options;
  const frame = useRef<HTMLIFrameElement>(null);
  const attached = useRef<FrameLoad>(undefined);
  const [load, setLoad] = useState<PanelLoad>({ state: 'loading' });
  const scrolls = panel.fullbleed || isFixed;
  const { height, heldPx, onHeight } = usePageHeight(id, widthPx, scrolls);

  const onLoad = useCallback(
    (event?: Event) => {
      if (!frame.current) return;
      attached.current?.detach();
      // A page that was there before has its height already.
      const isNew = event !== undefined || attached.current === undefined;
      const hold = isOnGrid && isNew ? { heldPx: heldPx.current } : undefined;
      const result = attachFrame(frame.current, { fullHeight: scrolls, ...(hold && { hold }), onHeight });
      attached.current = result;
      setLoad(result.state === 'loaded' ? { state: 'loaded' } : { state: 'failed', status: result.status });
    },
    [scrolls, isOnGrid, heldPx, onHeight],
  );

  const reload = useCallback(() => {
    // A dialog that nobody has opened yet has nothing to load again.
    if (frame.current?.loading === 'lazy') return;
    setLoad({ state: 'loading' });
    if (frame.current) reloadFrame(frame.current, panel.url);
  }, [panel.url]);

  useFrameLoad(frame, onLoad);
  useEffect(() => () => attached.current?.detach(), []);
  useBundleChange((change) => {
    if (affects(change, { bundle: bundle.name, kind: 'panel', target: panel.name })) reload();
  });
  useRetry(load.state === 'failed', bundle.loadedAt, reload);
  return { frame, load, height, error: usePageError(frame), reload };
}

/** How high the page is: as at the last visit until it says so itself. */
function usePageHeight(id: string, widthPx: number, scrolls: boolean) {
  const [height, setHeight] = useState<PageHeight>(() => {
    const px = lastHeight(id, widthPx);
    return px === undefined ? { px: defaultHeightPx, from: 'guess' } : { px, from: 'memory' };
  });
  const heldPx = useRef(height.from === 'guess' ? undefined : height.px);
  const onHeight = useCallback((px: number) => {
    heldPx.current = px;
    setHeight({ px, from: 'page' });
  }, []);
  useEffect(() => {
    if (height.from !== 'page' || scrolls) return undefined;
    const timer = setTimeout(() => rememberHeight(id, widthPx, height.px), rememberAfterMs);
    return () => clearTimeout(timer);
  }, [id, widthPx, height, scrolls]);
  return { height, heldPx, onHeight };
}

/** The frame may have loaded before React listened, so the first load is also looked for. */
function useFrameLoad(frame: React.RefObject<HTMLIFrameElement | null>, onLoad: (event?: Event) => void): void {
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    element.addEventListener('load', onLoad);
    const page = element.contentDocument;
    if (page && page.URL !== 'about:blank' && page.readyState === 'complete') onLoad();
    return () => element.removeEventListener('load', onLoad);
  }, [frame, onLoad]);
}

/** A page that failed is tried again when its bundle was loaded anew and when the server is back, and not by itself: it would spin. */
function useRetry(failed: boolean, loadedAt: number, retry: () => void): void {
  const isLive = useLive().state === 'live';
  const retryIfFailed = useEffectEvent(() => {
    if (failed) retry();
  });
  useEffect(() => {
    if (isLive) retryIfFailed();
  }, [isLive, loadedAt]);
}

function reloadFrame(element: HTMLIFrameElement, url: string): void {
  try {
    element.contentWindow?.location.reload();
  } catch {
    // The browser's own error page is out of our reach.
    element.src = url;
  }
}
