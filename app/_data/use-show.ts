'use client';

import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { BundleView } from '#contract/bundle';
import type { GraphicInstance } from '#contract/graphic';
import { useMay } from '../_live/viewer-context.ts';
import { useTRPC } from '../_trpc/trpc.ts';
import { usePreview } from './use-preview.ts';
import { graphicsOf, type GraphicRef } from './tally.ts';
import { placesOf, type Places } from './workspaces.ts';

// The live connection keeps both lists current (see _live/live-provider.tsx); a request is only how they begin.
const live = { staleTime: Infinity, retry: true, retryDelay: 2_000 } as const;

/** All bundles. `data` is undefined until the server has answered once. */
export function useBundles() {
  const trpc = useTRPC();
  const seen = usePreview();
  const select = useCallback((bundles: BundleView[]) => (seen === undefined ? bundles : seen.bundles), [seen]);
  return useQuery(trpc.bundle.list.queryOptions(undefined, { ...live, select }));
}

/** All open graphics pages. */
export function useInstances() {
  const trpc = useTRPC();
  const seen = usePreview();
  const select = useCallback((instances: GraphicInstance[]) => (seen === undefined ? instances : seen.graphics), [seen]);
  return useQuery(trpc.graphic.list.queryOptions(undefined, { ...live, select }));
}

/** Workspaces and full-bleed panels. */
export function usePlaces(): Places {
  const { data } = useBundles();
  return useMemo(() => placesOf(data ?? []), [data]);
}

/** Graphics with their open pages. */
export function useGraphics(): GraphicRef[] {
  const { data: bundles } = useBundles();
  const { data: instances } = useInstances();
  return useMemo(() => graphicsOf(bundles ?? [], instances ?? []), [bundles, instances]);
}

/** How replicants are stored and whether every part of the server answers; asked for every few seconds. */
export function useHealth() {
  const trpc = useTRPC();
  const enabled = useMay()('health.read');
  return useQuery(trpc.system.health.queryOptions(undefined, { refetchInterval: 4_000, retry: false, enabled }));
}
