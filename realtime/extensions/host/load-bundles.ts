import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { describeFault, detailsOf } from './describe-fault.ts';
import { loadExtension } from './load-extension.ts';
import type { CurrentBundle } from './current-bundle.ts';
import type { ExtensionLogger } from './logger.ts';
import type { Line } from './open-line.ts';
import type { HostedBundle } from './pipe-protocol.ts';

export type LoadDeps = {
  root: string;
  line: Line;
  currentBundle: CurrentBundle;
  extensions: Record<string, unknown>;
  createApi: (bundle: HostedBundle) => { log: ExtensionLogger };
  /** An extension that hasn't finished loading after this long has failed. */
  loadMs: number;
  /** The bundle's extension did not come up: what it has registered so far is undone. */
  onFault: (bundle: string) => void;
  /** Resolves when what the extensions have mounted can be reached. */
  reachable: () => Promise<void>;
};

/** Loads the extensions of a group in order and reports each. One that throws doesn't keep the others from loading. */
export async function loadBundles(bundles: readonly HostedBundle[], deps: LoadDeps): Promise<void> {
  const failed = new Set<string>();
  for (const bundle of bundles) {
    const api = deps.createApi(bundle);
    const missing = bundle.dependencies.filter((name) => failed.has(name));
    for (const name of missing) api.log.warn(`${name}'s extension failed to load, so nodecg.extensions['${name}'] is undefined.`);
    if (!(await loadBundle(bundle, api, deps))) failed.add(bundle.name);
    // The watch on the event loop sees each extension's time by itself.
    await nextTurn();
  }
  await deps.reachable();
  deps.line.send({ t: 'ready' });
}

async function loadBundle(bundle: HostedBundle, api: { log: ExtensionLogger }, deps: LoadDeps): Promise<boolean> {
  const report = (what: string, thrown: unknown): void => {
    deps.line.send({ t: 'log', bundle: bundle.name, level: 'error', text: `${what}: ${detailsOf(thrown)}` });
    deps.line.send({ t: 'loaded', bundle: bundle.name, fault: describeFault(thrown, { dir: bundle.dir, root: deps.root }) });
  };
  try {
    const extension = await inTime(
      deps.currentBundle.run(bundle.name, () => loadExtension(bundle)),
      deps.loadMs,
    );
    const value = deps.currentBundle.run(bundle.name, () => extension(api));
    deps.extensions[bundle.name] = value;
    deps.line.send({ t: 'loaded', bundle: bundle.name });
    // NodeCG doesn't wait for async extensions: what one had registered before it rejected goes on.
    if (value instanceof Promise)
      value.catch((thrown: unknown) => report('UNHANDLED PROMISE REJECTION of the extension', thrown));
    return true;
  } catch (thrown) {
    deps.onFault(bundle.name);
    report('The extension failed to load', thrown);
    return false;
  }
}

/** A top-level await may never end; whoever shares the host must not wait for it. */
async function inTime<T>(loading: Promise<T>, loadMs: number): Promise<T> {
  const patience = new AbortController();
  const tooLong = delay(loadMs, undefined, { signal: patience.signal }).then(() => {
    throw new Error(`It did not finish loading within ${loadMs / 1_000} s. Look for a top-level await that never ends.`);
  });
  try {
    return await Promise.race([loading, tooLong]);
  } finally {
    patience.abort();
  }
}
