import { gather } from '#contract/gather';
import type { Json } from '#contract/json';
import { serverActor, type ReplicantKey } from '#contract/replicant';
import { serverReplicants } from '#contract/server-replicants';
import type { EventBus } from '#ports/event-bus';
import type { Log } from '#ports/log';
import type { BundleService } from '#services/bundle/types';
import type { GraphicService } from '#services/graphic/index';
import type { ReplicantService } from '#services/replicant/types';
import { toNodecgBundle } from './to-nodecg-bundle.ts';
import { toNodecgInstance } from './to-nodecg-instance.ts';

export type ServerReplicantsDeps = {
  replicants: ReplicantService;
  bundles: Pick<BundleService, 'list' | 'running'>;
  /** Resolves when the list of bundles is whole. */
  discovered: Promise<void>;
  graphics: GraphicService;
  bus: EventBus;
  log: Log;
};

/** However many changes come, each list is written at most this often. */
const gatherMs = 100;

/**
 * Keeps the server's own replicants true, so that dashboards only follow them. The bundles have no value until all were found: a
 * dashboard that comes back during a start would take its panels away, with what was typed into them. Returns the end of it.
 */
export async function keepServerReplicants({
  replicants,
  bundles,
  discovered,
  graphics,
  bus,
  log,
}: ServerReplicantsDeps): Promise<() => void> {
  const write = (key: ReplicantKey, read: () => unknown) =>
    gather(gatherMs, async () => {
      const result = await replicants.set(key, (await read()) as Json, serverActor);
      if (!result.ok) log.warn(`"${key.name}" could not be updated: ${result.error.message}`);
    });
  const writeBundles = write(serverReplicants.bundles, async () => {
    await discovered;
    // Exactly what lies in `bundles/`, as NodeCG's tools expect: the demo is ours.
    return bundles
      .running()
      .filter(({ kind }) => kind === 'drop-in')
      .map(toNodecgBundle);
  });
  const writeViews = write(serverReplicants.bundleViews, async () => {
    await discovered;
    return bundles.list();
  });
  const writeGraphics = write(serverReplicants.openGraphics, () => graphics.recent());
  // NodeCG's records tell of the graphic's bundle, too: pages that come back during a start are here before it is known.
  const writeInstances = write(serverReplicants.graphicInstances, () => {
    const views = bundles.list();
    return graphics.recent().map((instance) => toNodecgInstance(instance, views));
  });
  await replicants.declareMany(
    [
      { key: serverReplicants.bundles, options: { persistent: false } },
      { key: serverReplicants.bundleViews, options: { persistent: false } },
      { key: serverReplicants.openGraphics, options: { defaultValue: [], persistent: false } },
      { key: serverReplicants.graphicInstances, options: { defaultValue: [], persistent: false } },
    ],
    serverActor,
  );
  const stops = [
    bus.subscribe('bundle.changed', () => writeBundles.soon()),
    bus.subscribe('bundle.changed', () => writeViews.soon()),
    bus.subscribe('bundle.changed', () => writeInstances.soon()),
    graphics.onChange(() => writeGraphics.soon()),
    graphics.onChange(() => writeInstances.soon()),
    writeBundles.stop,
    writeViews.stop,
    writeGraphics.stop,
    writeInstances.stop,
  ];
  writeBundles.soon();
  writeViews.soon();
  writeGraphics.soon();
  writeInstances.soon();
  discovered.then(
    () => writeInstances.soon(),
    () => undefined,
  );
  return () => {
    for (const stop of stops) stop();
  };
}
