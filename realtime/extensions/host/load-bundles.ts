import { setImmediate as nextTurn } from 'node:timers/promises';
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
  /** The bundle's extension did not come up: what it has registered so far is undone. */
  onFault: (bundle: string) => void;
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
  deps.line.send({ t: 'ready' });
}

async function loadBundle(bundle: HostedBundle, api: { log: ExtensionLogger }, deps: LoadDeps): Promise<boolean> {
  const fail = (thrown: unknown): void => {
    deps.onFault(bundle.name);
    deps.line.send({ t: 'log', bundle: bundle.name, level: 'error', text: `The extension failed to load: ${detailsOf(thrown)}` });
    deps.line.send({ t: 'loaded', bundle: bundle.name, fault: describeFault(thrown, { dir: bundle.dir, root: deps.root }) });
  };
  try {
    const extension = await deps.currentBundle.run(bundle.name, () => loadExtension(bundle));
    const value = deps.currentBundle.run(bundle.name, () => extension(api));
    deps.extensions[bundle.name] = value;
    deps.line.send({ t: 'loaded', bundle: bundle.name });
    // NodeCG doesn't wait for async extensions; one that rejects has failed all the same.
    if (value instanceof Promise) value.catch(fail);
    return true;
  } catch (thrown) {
    fail(thrown);
    return false;
  }
}
