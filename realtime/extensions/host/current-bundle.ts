import { AsyncLocalStorage } from 'node:async_hooks';

/** Knows whose code is running, so that writes are recorded and faults are reported under the right name. */
export interface CurrentBundle {
  /** Runs `work`, and everything that it starts later, as this bundle. */
  run<T>(bundle: string, work: () => T): T;
  /** Undefined where it can't be known: code that was started by nobody's code. */
  name(): string | undefined;
}

/** A host with one bundle needs no tracking, which costs time with every promise. */
export function createCurrentBundle(bundles: readonly string[]): CurrentBundle {
  const only = bundles.length === 1 ? bundles[0] : undefined;
  if (only !== undefined) return { run: (_bundle, work) => work(), name: () => only };
  const storage = new AsyncLocalStorage<string>();
  return { run: (bundle, work) => storage.run(bundle, work), name: () => storage.getStore() };
}
