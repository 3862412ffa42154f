'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Json } from '#contract/json';
import type { ReplicantKey, Snapshot } from '#contract/replicant';
import { useTRPC, useTRPCClient } from '../_trpc/trpc.ts';
import { followSnapshot } from './follow-snapshot.ts';
import { isFollowedHere, windowLink } from './window-client.ts';

/** `isLive`: followed change by change. Else it is a stored state that nobody has declared, and that changes rarely. */
export type LiveSnapshot = { snapshot?: Snapshot; schema?: Json; problem?: string; isLive: boolean };

/** The newest state of a replicant while somebody looks at it. One that isn't declared is read, not followed: to follow is to declare. */
export function useLiveSnapshot(key: ReplicantKey, isDeclared: boolean, revision: number): LiveSnapshot {
  const followed = useFollowed(key, isDeclared);
  const read = useRead(key, !isDeclared, revision);
  if (isDeclared) return { ...followed, isLive: true };
  return {
    isLive: false,
    ...(read.data && { snapshot: read.data as Snapshot }),
    ...(read.error && { problem: read.error.message }),
  };
}

function useFollowed({ namespace, name }: ReplicantKey, enabled: boolean): Omit<LiveSnapshot, 'isLive'> {
  const client = useTRPCClient();
  const [state, setState] = useState<Omit<LiveSnapshot, 'isLive'>>({});
  useEffect(() => {
    const link = enabled ? windowLink() : undefined;
    if (!link) return;
    const key = { namespace, name };
    let newest: Partial<LiveSnapshot> = {};
    let frame: number | undefined;
    // A fast replicant changes more often than a screen; a hidden tab draws nothing.
    const draw = (news: Partial<LiveSnapshot>) => {
      newest = { ...newest, ...news };
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        setState(newest);
      });
    };
    const stop = followSnapshot(link, key, {
      onSnapshot: (snapshot) => {
        delete newest.problem;
        draw({ snapshot });
      },
      onSchema: (schema) => schema !== undefined && draw({ schema }),
      onRefused: (problem) => draw({ problem }),
      isShared: () => isFollowedHere(key),
      isDeclared: async () => {
        const all = await client.replicant.list.query({ namespace });
        return all.some((summary) => summary.key.name === name && summary.declared);
      },
    });
    return () => {
      stop();
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [namespace, name, enabled, client]);
  return state;
}

function useRead(key: ReplicantKey, enabled: boolean, revision: number) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const options = trpc.replicant.read.queryOptions(key, { enabled, retry: 2, staleTime: 10_000 });
  const query = useQuery(options);
  const { data } = query;
  useEffect(() => {
    if (enabled && data && data.revision !== revision) void cache.invalidateQueries({ queryKey: options.queryKey });
  }, [revision]);
  return query;
}
