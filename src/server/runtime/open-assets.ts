import { createFilesystemAssetFiles } from '#adapters/filesystem/asset-files';
import type { Json } from '#contract/json';
import { serverActor, type ReplicantKey } from '#contract/replicant';
import type { EventBus } from '#ports/event-bus';
import type { Log } from '#ports/log';
import type { Config } from '#server/config/config';
import { createAssetService, type AssetService } from '#services/asset/index';
import type { BundleService } from '#services/bundle/index';
import type { ReplicantService } from '#services/replicant/index';

export type OpenAssetsDeps = {
  config: Pick<Config, 'assetsDir' | 'maxAssetBytes'>;
  log: Log;
  bundles: Pick<BundleService, 'list' | 'find'>;
  replicants: Pick<ReplicantService, 'declare' | 'set'>;
  bus: EventBus;
};

/** The asset service on this machine's disk, following the bundles. `close` ends all of it. */
export function openAssets({ config, log, bundles, replicants, bus }: OpenAssetsDeps): AssetService {
  const service = createAssetService({
    files: createFilesystemAssetFiles(config.assetsDir),
    bundles: () =>
      bundles.list().flatMap(({ name }) => {
        const manifest = bundles.find(name)?.manifest;
        return manifest ? [{ name, assetCategories: manifest.assetCategories, soundCues: manifest.soundCues }] : [];
      }),
    publish: (key, value) => publish(replicants, key, value),
    log,
    maxFileBytes: config.maxAssetBytes,
  });
  const unrelated = new Set(['panel', 'graphic', 'sound', 'extension', 'config', 'git']);
  const stop = bus.subscribe('bundle.changed', ({ change }) => {
    if (!unrelated.has(change.kind)) service.followBundles();
  });
  return { ...service, close: () => (stop(), service.close()) };
}

async function publish(replicants: OpenAssetsDeps['replicants'], key: ReplicantKey, value: Json): Promise<void> {
  const declared = await replicants.declare(key, { persistent: false }, serverActor);
  const result = declared.ok ? await replicants.set(key, value, serverActor) : declared;
  if (!result.ok) throw new Error(result.error.message);
}
