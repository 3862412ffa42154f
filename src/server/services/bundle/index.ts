import { announceAll, createBundleContext, viewOf } from './bundle-context.ts';
import { isUp } from './bundle-view.ts';
import { disableBundle, editBundles, enableBundle, reloadBundle, rescanBundles, startBundles } from './lifecycle.ts';
import { schemaAt, schemaPlace } from './schema-at.ts';
import type { BundleDeps, BundleService } from './types.ts';
import { watchBundles, type EditBatch } from './watch-bundles.ts';

export { configFile, configSuffixes, readUserConfig, type ConfigPlace } from './read-config.ts';
export type * from './types.ts';

/** Finds, checks, orders, starts and follows bundles; see SPEC.md for the rules by id. */
export function createBundleService(deps: BundleDeps): BundleService {
  const context = createBundleContext(deps);
  const resolved = (name: string) => context.assembly.bundles.get(name);
  const loaded = () => [...context.assembly.bundles.values()].flatMap(({ entry }) => entry.good?.loaded ?? []);
  const stops: (() => unknown)[] = [deps.hosts.onStatus(() => announceAll(context))];

  const onEdits = (batch: EditBatch): void => {
    editBundles(context, batch).catch((error: unknown) =>
      deps.log.error(`An edit could not be followed: ${error instanceof Error ? error.message : String(error)}`),
    );
  };

  return {
    async start() {
      const started = startBundles(context);
      stops.push(await watchBundles({ ...deps, onEdits }));
      // A second look: nothing that was edited between the first reading and the beginning of watching may be missed.
      await Promise.all([started, rescanBundles(context)]);
    },
    list: () => [...context.assembly.bundles.values()].map((bundle) => viewOf(context, bundle)),
    running: () =>
      [...context.assembly.bundles.values()].flatMap(({ name, entry }) =>
        entry.good && isUp(name, { assembly: context.assembly, statuses: deps.hosts.statuses() }) ? [entry.good.loaded] : [],
      ),
    get(name) {
      const bundle = resolved(name);
      return bundle && viewOf(context, bundle);
    },
    declared: () =>
      [...context.assembly.bundles.values()]
        .filter(({ conflict }) => !conflict)
        .map(({ name, entry }) => entry.good?.loaded.manifest ?? { name, panels: [], graphics: [], isUnread: true }),
    find(name) {
      const bundle = resolved(name);
      return bundle?.enabled && !bundle.conflict ? bundle.entry.good?.loaded : undefined;
    },
    definition: async (namespace, name) => resolved(namespace)?.entry.good?.definitions.get(name),
    schemaAt: (path) => schemaAt(path, { ...deps, dirs: loaded().map(({ dir }) => dir) }),
    async schemaOwner(path) {
      const all = loaded();
      const place = await schemaPlace(path, { ...deps, dirs: all.map(({ dir }) => dir) });
      return all.find(({ dir }) => dir === place?.dir)?.name;
    },
    reload: (name) => reloadBundle(context, name),
    enable: (name) => enableBundle(context, name),
    disable: (name) => disableBundle(context, name),
    async close() {
      context.closed = true;
      await Promise.all(stops.splice(0).map((stop) => stop()));
      await context.runInOrder(async () => undefined);
    },
  };
}
