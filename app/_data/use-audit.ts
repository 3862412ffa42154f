'use client';

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../_trpc/trpc.ts';
import { auditQueryOf, type AuditView } from './audit-filter.ts';

const pageRows = 100;

/** Entries that fit, newest first; older ones on demand. New ones come by themselves while only the first page is shown. */
export function useAuditEntries(view: AuditView, minute: number) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(
      { ...auditQueryOf(view, minute), limit: pageRows },
      {
        getNextPageParam: ({ next }) => next,
        refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) > 1 ? false : 3_000),
        retry: false,
        staleTime: 1_000,
        placeholderData: (before) => before,
      },
    ),
  );
  return { ...query, entries: query.data?.pages.flatMap(({ entries }) => entries) };
}

/** How whole the log is, as far as somebody looked. */
export function useAuditCheck() {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const check = useQuery(
    trpc.audit.check.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.state === 'running' ? 400 : 10_000),
      retry: false,
      staleTime: 0,
    }),
  );
  const verify = useMutation(
    trpc.audit.verify.mutationOptions({ onSuccess: (state) => cache.setQueryData(trpc.audit.check.queryKey(), state) }),
  );
  return { check: check.data, verify: () => verify.mutate(), isAsking: verify.isPending, refusal: verify.error?.message };
}
