import { keyOf, type ReplicantKey, type Snapshot } from '#contract/replicant';
import type { ReplicantStore } from '#ports/replicant-store';

/** Live state in this process. Each method does its work before its first await, so nothing can come between. */
export function createMemoryReplicantStore(): ReplicantStore {
  const rows = new Map<string, { key: ReplicantKey; snapshot: Snapshot }>();
  return {
    read: (key) => Promise.resolve(rows.get(keyOf(key))?.snapshot),
    compareAndSet: (key, expected, next) => {
      const id = keyOf(key);
      const stored = rows.get(id)?.snapshot.revision ?? null;
      if (stored !== expected) return Promise.resolve(false);
      rows.set(id, { key, snapshot: next });
      return Promise.resolve(true);
    },
    delete: (key) => Promise.resolve(rows.delete(keyOf(key))),
    list: (namespace) => {
      const keys = [...rows.values()].map((row) => row.key);
      return Promise.resolve(namespace === undefined ? keys : keys.filter((key) => key.namespace === namespace));
    },
  };
}
