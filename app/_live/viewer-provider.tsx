'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { UserView } from '#contract/identity';
import type { Actor } from '#contract/replicant';
import { isMaster, mayOf } from '../_data/access.ts';
import { actorOf } from '../_data/people.ts';
import { useTRPC } from '../_trpc/trpc.ts';
import { useLive } from './live-provider.tsx';
import { SignedOut } from './signed-out.tsx';
import { useSignedOut } from './use-signed-out.ts';
import { ViewerContext } from './viewer-context.ts';

/** Until the server has said who looks, nothing is theirs. */
const nobody: Actor = { kind: 'user', id: '', role: 'VIEWER', access: { reach: 'granted', grants: [] } };
/** Rights may change without a word to this page: it asks. */
const askMs = 15_000;

/** Knows who looks at the dashboard and what they may do; shows, for administrators, what somebody else would have. */
export function ViewerProvider({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const viewer = useQuery(
    trpc.viewer.get.queryOptions(undefined, { refetchInterval: askMs, retry: true, retryDelay: 2_000 }),
  ).data;
  const own = viewer?.actor ?? nobody;
  const [preview, seeAs] = useState<UserView>();
  const restrictions = useQuery(trpc.restriction.list.queryOptions(undefined, { refetchInterval: askMs, retry: 1 })).data;
  const bundles = useQuery(trpc.bundle.list.queryOptions(undefined, { staleTime: Infinity, enabled: false })).data;
  const shown = useMemo(() => (preview ? actorOf(preview) : own), [preview, own]);
  const may = useMemo(
    () => mayOf(shown, { bundles: bundles ?? [], restrictions: restrictions ?? [] }),
    [shown, bundles, restrictions],
  );
  const isSignedOut = useSignedOut();
  useFresh(own);
  const state = useMemo(
    () => ({ viewer, shown, may, preview: isMaster(own) ? preview : undefined, seeAs }),
    [viewer, shown, may, preview, own],
  );
  return <ViewerContext value={state}>{isSignedOut ? <SignedOut /> : children}</ViewerContext>;
}

/** Asks who looks whenever the connection comes or goes, and everything anew when they may now do something else. */
function useFresh(actor: Actor): void {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { state } = useLive();
  const known = useRef<string>(undefined);
  useEffect(() => {
    if (state === 'live' || state === 'reconnecting') void cache.invalidateQueries({ queryKey: trpc.viewer.get.queryKey() });
  }, [cache, trpc, state]);
  useEffect(() => {
    if (actor === nobody) return;
    const rights = JSON.stringify(actor);
    const before = known.current;
    known.current = rights;
    if (before !== undefined && before !== rights) void cache.invalidateQueries();
  }, [actor, cache]);
}
