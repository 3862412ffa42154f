import { soundCategory } from '#contract/sound';
import type { EventBus } from '#ports/event-bus';
import type { Log } from '#ports/log';
import type { AssetService } from '#services/asset/index';
import type { BundleService } from '#services/bundle/index';
import type { ReplicantService } from '#services/replicant/index';
import { createSoundService, type SoundService } from '#services/sound/index';

export type OpenSoundsDeps = {
  bundles: Pick<BundleService, 'list' | 'find'>;
  assets: Pick<AssetService, 'find' | 'overview'>;
  replicants: ReplicantService;
  bus: EventBus;
  log: Log;
};

/** The sound service on what the bundles declare and what was uploaded for them. */
export function openSounds({ bundles, assets, replicants, bus, log }: OpenSoundsDeps): SoundService {
  const isFolderReadable = (bundle: string): boolean =>
    assets
      .overview()
      .bundles.filter(({ name }) => name === bundle)
      .every(({ categories }) => categories.every(({ name, problem }) => name !== soundCategory || problem === undefined));
  return createSoundService({
    bundles: () =>
      bundles.list().flatMap(({ name }) => {
        const bundle = bundles.find(name);
        return bundle ? [{ name, dir: bundle.dir, cues: bundle.manifest.soundCues }] : [];
      }),
    isGone: async (bundle, file) =>
      isFolderReadable(bundle) && !(await assets.find({ namespace: bundle, category: soundCategory }, file)),
    replicants,
    bus,
    log,
  });
}
