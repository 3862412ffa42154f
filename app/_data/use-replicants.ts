'use client';

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { toast } from 'sonner';
import type { ReplicantSummary } from '#contract/inspect';
import { keyOf, type ReplicantKey, type Undone } from '#contract/replicant';
import { useTRPC, useTRPCClient } from '../_trpc/trpc.ts';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { listIntervalMs } from './replicant-list.ts';
import { usePreview } from './use-preview.ts';

const rarelyMs = 60_000;
/** A page of the history. */
const pageRows = 50;
/** Looked at continuously only up to this size: asking makes the server read the value. */
const smallBytes = 100_000;

/** Every replicant, without values. `often`: while somebody looks at the list; else for its number and the search. */
export function useReplicants({ often = false }: { often?: boolean } = {}) {
  const trpc = useTRPC();
  const seen = usePreview();
  const select = useCallback(
    (all: ReplicantSummary[]) => {
      if (seen === undefined) return all;
      const keys = new Set(seen.replicants.map(keyOf));
      return all.filter(({ key }) => keys.has(keyOf(key)));
    },
    [seen],
  );
  return useQuery(
    trpc.replicant.list.queryOptions(
      {},
      {
        select,
        staleTime: often ? 0 : rarelyMs,
        refetchInterval: ({ state }) => (often ? listIntervalMs(state.data?.length ?? 0) : rarelyMs),
        retry: often,
        retryDelay: 2_000,
      },
    ),
  );
}

/** Schema, merge strategy and followers of a replicant. */
export function useReplicantDetails(key: ReplicantKey, { bytes, often }: { bytes: number; often: boolean }) {
  const trpc = useTRPC();
  const options = { refetchInterval: often && bytes < smallBytes ? 2_000 : false, retry: false, staleTime: 1_000 } as const;
  return useQuery(trpc.replicant.details.queryOptions(key, options));
}

/** Who changed what when, newest first; more on demand. Asked for again when `revision` moves. */
export function useReplicantHistory(key: ReplicantKey, revision: number) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const cache = useQueryClient();
  const queryKey = [...trpc.replicant.history.queryKey(key), 'pages'];
  const pages = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) =>
      client.replicant.history.query({ ...key, limit: pageRows, ...(pageParam !== undefined && { before: pageParam }) }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length < pageRows ? undefined : page.at(-1)?.revision),
    retry: false,
    staleTime: 1_000,
  });
  useEffect(() => {
    // Changes come in bursts: one question for all of them.
    const timer = setTimeout(() => void cache.invalidateQueries({ queryKey: trpc.replicant.history.queryKey({ ...key }) }), 400);
    return () => clearTimeout(timer);
  }, [revision, key.namespace, key.name, cache, trpc]);
  return { ...pages, entries: pages.data?.pages.flat() };
}

/** Undo, redo and restore, each with a word about what happened. `refusal` says why the last one was not made. */
export function useReplicantActions(key: ReplicantKey) {
  const trpc = useTRPC();
  const { replicants: texts } = useTexts();
  const tellUndone = (word: (revision: number) => string) => (done: Undone) => {
    const description = done.kept.length > 0 ? texts.kept(done.kept.slice(0, 3).join(', '), done.kept.length) : undefined;
    toast.success(word(done.of), description === undefined ? {} : { description });
  };
  const undo = useMutation(trpc.replicant.undo.mutationOptions({ onSuccess: tellUndone(texts.undone) }));
  const redo = useMutation(trpc.replicant.redo.mutationOptions({ onSuccess: tellUndone(texts.redone) }));
  const restore = useMutation(
    trpc.replicant.restore.mutationOptions({
      onSuccess: (_, { revision }) =>
        toast.success(texts.restored(key.name, revision), { action: { label: texts.undo, onClick: () => undo.mutate(key) } }),
    }),
  );
  const all = [undo, redo, restore];
  const reset = () => all.forEach((mutation) => mutation.reset());
  return {
    pending: all.some(({ isPending }) => isPending),
    refusal: all.find(({ error }) => error)?.error?.message,
    undo: () => (reset(), undo.mutate(key)),
    redo: () => (reset(), redo.mutate(key)),
    restore: (revision: number) => (reset(), restore.mutate({ ...key, revision })),
  };
}
