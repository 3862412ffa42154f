'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type CSSProperties, type ReactNode } from 'react';
import { toast } from 'sonner';
import { useTRPC } from '../_trpc/trpc.ts';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { announceBundleChange } from './bundle-changes.ts';
import { followLink } from './follow-link.ts';
import { createStatusStore, type LiveStatus, type StatusStore } from './live-status.ts';
import { ViewerContext } from './viewer-context.ts';
import { followRefusals, followReplicant, windowLink } from './window-client.ts';

/** Long enough to be seen by somebody whose eyes are on the programme. */
const refusalMs = 12_000;
const amber = { '--normal-text': 'var(--warn)', '--normal-border': 'var(--warn)' } as CSSProperties;
const connecting: LiveStatus = { state: 'connecting', slow: false };
const LiveContext = createContext<StatusStore | undefined>(undefined);

/**
 * Keeps the pages' data live: the one connection that panels use as well (`window.NodeCG`) carries the server's own replicants
 * into the query cache. Data stays when the connection breaks.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [store] = useState(() => createStatusStore(connecting));
  useLiveData(store);
  return <LiveContext value={store}>{children}</LiveContext>;
}

/** The connection's state. */
export function useLive(): LiveStatus {
  const store = useContext(LiveContext);
  if (!store) throw new Error('useLive needs a LiveProvider above it');
  return useSyncExternalStore(store.subscribe, store.get, () => connecting);
}

/** False while controls have to wait for the connection, and while somebody else's dashboard is only looked at. */
export function useCanAct(): boolean {
  const isPreview = useContext(ViewerContext)?.preview !== undefined;
  return useLive().state === 'live' && !isPreview;
}

function useLiveData(store: StatusStore): void {
  const cache = useQueryClient();
  const trpc = useTRPC();
  const texts = useTexts();
  useEffect(() => {
    const link = windowLink();
    if (!link) {
      store.set({ state: 'unavailable' });
      return;
    }
    const stops = [
      followReplicant('bundle-views', (bundles) => cache.setQueryData(trpc.bundle.list.queryKey(), bundles)),
      followReplicant('open-graphics', (instances) => cache.setQueryData(trpc.graphic.list.queryKey(), instances)),
      followRefusals(({ namespace, name, code, message }) => {
        const reason = code === 'disconnected' ? texts.connection.notConnected : message;
        // One for each replicant: a slider that is refused says so once.
        const id = `refused/${namespace}/${name}`;
        toast.warning(texts.connection.notChanged(name, namespace, reason), { id, duration: refusalMs, style: amber });
      }),
      followLink(link, store, {
        onBundleChange: announceBundleChange,
        onComeback: (how) => {
          toast.success(how === 'restarted' ? texts.connection.restarted : texts.connection.back, { id: 'connection' });
          void cache.invalidateQueries({ queryKey: trpc.system.health.queryKey() });
        },
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [cache, trpc, texts, store]);
}
