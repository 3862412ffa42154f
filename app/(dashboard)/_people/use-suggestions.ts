'use client';

import { useMemo } from 'react';
import type { GrantKind } from '#contract/access';
import { isServerOwned } from '../../_data/replicant-list.ts';
import { useAssets } from '../../_data/use-assets.ts';
import { useReplicants } from '../../_data/use-replicants.ts';
import { useBundles } from '../../_data/use-show.ts';

/** A show may have thousands of replicants. */
const mostSuggested = 300;

/** What there is of each kind, to be granted: names, and patterns for all of a bundle. */
export function useSuggestions(kind: GrantKind): string[] {
  const bundles = useBundles().data;
  const replicants = useReplicants().data;
  const assets = useAssets();
  return useMemo(() => {
    const all = bundles ?? [];
    switch (kind) {
      case 'workspace':
        return unique(all.flatMap(({ panels }) => panels.filter(({ dialog }) => !dialog).map(({ workspace }) => workspace)));
      case 'bundle':
        return all.map(({ name }) => name);
      case 'replicant': {
        const keys = (replicants ?? []).map(({ key }) => key).filter(({ namespace }) => !isServerOwned(namespace));
        return [...unique(keys.map(({ namespace }) => `${namespace}:*`)), ...keys.map((key) => `${key.namespace}:${key.name}`)];
      }
      case 'assets':
        return (assets?.bundles ?? []).flatMap(({ name, categories }) => [
          `${name}:*`,
          ...categories.map((category) => `${name}:${category.name}`),
        ]);
      case 'graphic':
        return all.flatMap(({ name, graphics }) =>
          graphics.length === 0 ? [] : [`/bundles/${name}/graphics/*`, ...graphics.map(({ url }) => url)],
        );
    }
  }, [kind, bundles, replicants, assets]).slice(0, mostSuggested);
}

function unique(names: string[]): string[] {
  return [...new Set(names)].sort((a, b) => a.localeCompare(b));
}
