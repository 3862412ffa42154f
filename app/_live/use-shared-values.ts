'use client';

import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { ReplicantKey } from '#contract/replicant';
import { sharedReplicant } from './window-client.ts';

const nothing: never[] = [];

/** The newest values of replicants, in the order of the keys; undefined while one isn't known. Values are immutable and share what is equal. */
export function useSharedValues(keys: readonly ReplicantKey[]): unknown[] {
  const names = JSON.stringify(keys.map(({ namespace, name }) => [namespace, name]));
  const latest = useRef<unknown[]>(nothing);
  const subscribe = useCallback(
    (notify: () => void) => {
      const stops = replicantsOf(names).map((replicant) => {
        // One parameter: a listener that could see the old value would be given a copy of it.
        const onChange = (_value: unknown) => notify();
        replicant?.on('change', onChange);
        return () => replicant?.off('change', onChange);
      });
      return () => stops.forEach((stop) => stop());
    },
    [names],
  );
  const read = useCallback(() => {
    const values = replicantsOf(names).map((replicant) => replicant?.snapshot());
    const isSame = values.length === latest.current.length && values.every((value, index) => value === latest.current[index]);
    if (!isSame) latest.current = values;
    return latest.current;
  }, [names]);
  return useSyncExternalStore(subscribe, read, () => nothing);
}

/** The newest value of one replicant. */
export function useSharedValue<T>(key: ReplicantKey): T | undefined {
  return useSharedValues([key])[0] as T | undefined;
}

function replicantsOf(names: string) {
  const keys = JSON.parse(names) as [string, string][];
  return keys.map(([namespace, name]) => sharedReplicant({ namespace, name }));
}
