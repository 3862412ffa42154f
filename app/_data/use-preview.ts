'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import type { UserPreview } from '#contract/user-preview';
import { useViewer } from '../_live/viewer-context.ts';
import { useTRPC } from '../_trpc/trpc.ts';

const nothing: UserPreview = { bundles: [], graphics: [], replicants: [], savedIds: [] };

/** What the user who is previewed has, as the server answers them; nothing until it has said. Undefined: nobody is previewed. */
export function usePreview(): UserPreview | undefined {
  const trpc = useTRPC();
  const { preview } = useViewer();
  const { data } = useQuery(
    trpc.user.preview.queryOptions(preview ? { userId: preview.id } : skipToken, { refetchInterval: 5_000, retry: 1 }),
  );
  return preview ? (data ?? nothing) : undefined;
}
