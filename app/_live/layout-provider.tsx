'use client';

import { useQuery } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { toast } from 'sonner';
import { sharedLayoutsKey, userLayoutKey, type LayoutChange, type LayoutState } from '#contract/layout';
import type { ReplicantKey } from '#contract/replicant';
import type { AppRouter } from '#trpc/router';
import { createLayoutStore, type LayoutStore, type LayoutView, type SendOutcome } from '../_data/layout-store.ts';
import { useTRPC, useTRPCClient } from '../_trpc/trpc.ts';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { followSnapshot } from './follow-snapshot.ts';
import { useLive } from './live-provider.tsx';
import { useViewer } from './viewer-context.ts';
import { isFollowedHere, windowLink } from './window-client.ts';

const LayoutContext = createContext<LayoutStore | undefined>(undefined);

/** Keeps my layouts and the shared ones live in this window, and brings my changes to the server, also after it was away. */
export function LayoutProvider({ children }: { children: ReactNode }) {
  // Somebody else in this tab has other layouts: nothing of the one before stays.
  const userId = useViewer().viewer?.actor.id;
  return (
    <LayoutsOf key={userId} userId={userId}>
      {children}
    </LayoutsOf>
  );
}

function LayoutsOf({ userId, children }: { userId: string | undefined; children: ReactNode }) {
  const store = useStore();
  const isLive = useLive().state === 'live';
  useEffect(() => (userId === undefined ? undefined : followLayouts(store, userId)), [store, userId]);
  useEffect(() => {
    if (isLive) store.resume();
  }, [store, isLive]);
  return <LayoutContext value={store}>{children}</LayoutContext>;
}

/** Layouts as they are now, and the way to change mine. */
export function useLayouts(): LayoutView & { change: (changes: LayoutChange[]) => void } {
  const store = useContext(LayoutContext);
  if (!store) throw new Error('useLayouts needs a LayoutProvider above it');
  return { ...useSyncExternalStore(store.subscribe, store.get, store.get), change: store.change };
}

function useStore(): LayoutStore {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const { layout: texts } = useTexts();
  const { data } = useQuery(trpc.layout.read.queryOptions(undefined, { staleTime: Infinity, retry: true, retryDelay: 2_000 }));
  const [store] = useState(() => {
    const send = (changes: LayoutChange[]): Promise<SendOutcome> =>
      client.layout.change.mutate({ changes }).then((state) => ({ ok: true, state }), outcomeOf);
    const made = createLayoutStore({
      send,
      onRefused: (message) => toast.warning(texts.refused, { id: 'layout-refused', description: message }),
    });
    // What the page came with, before the first paint: nothing moves when it has loaded.
    if (data) receive(made, data);
    return made;
  });
  useEffect(() => {
    if (data) receive(store, data);
  }, [store, data]);
  useEffect(() => store.stop, [store]);
  return store;
}

type Read = { mine: LayoutState<LayoutView['mine']>; shared: LayoutState<LayoutView['shared']> };

function receive(store: LayoutStore, { mine, shared }: Read): void {
  store.receiveMine(mine);
  store.receiveShared(shared);
}

/** Only a server that says no has refused; one that isn't there, is starting or can't store is asked again. */
function outcomeOf(error: unknown): SendOutcome {
  const status = error instanceof TRPCClientError ? (error as TRPCClientError<AppRouter>).data?.httpStatus : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return { ok: false, again: status === undefined || [429, 502, 503, 504].includes(status), message };
}

function followLayouts(store: LayoutStore, userId: string): () => void {
  const stops = [
    follow(userLayoutKey(userId), (state) => store.receiveMine(state as Read['mine'])),
    follow(sharedLayoutsKey, (state) => store.receiveShared(state as Read['shared'])),
  ];
  return () => stops.forEach((stop) => stop());
}

function follow(key: ReplicantKey, receiveState: (state: LayoutState<unknown>) => void): () => void {
  const link = windowLink();
  if (!link) return () => undefined;
  return followSnapshot(link, key, {
    // Without a value nothing was ever stored: the page came with that.
    onSnapshot: ({ value, revision, stamp }) => value !== undefined && receiveState({ value, revision, stamp }),
    onSchema: () => undefined,
    onRefused: () => undefined,
    isDeclared: () => Promise.resolve(true),
    isShared: () => isFollowedHere(key),
  });
}
