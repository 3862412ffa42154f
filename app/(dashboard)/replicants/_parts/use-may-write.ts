'use client';

import type { ReplicantKey } from '#contract/replicant';
import { isServerOwned } from '../../../_data/replicant-list.ts';
import { useMay } from '../../../_live/viewer-context.ts';

/** Whether who looks may change this replicant at all. Nobody changes the server's own. */
export function useMayWrite({ namespace, name }: ReplicantKey): boolean {
  const may = useMay();
  return !isServerOwned(namespace) && may('replicant.write', { kind: 'replicant', bundle: namespace, name });
}
