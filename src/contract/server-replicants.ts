import type { ReplicantKey } from './replicant.ts';

/** Replicants that the server keeps current itself and nobody else writes: `BundleView[]`, NodeCG's records of open graphics, our `GraphicInstance[]`, `AssetOverview`, `AssetCollection[]`. */
export const serverReplicants = {
  bundles: { namespace: 'nodecg', name: 'bundles' },
  graphicInstances: { namespace: 'nodecg', name: 'graphics:instances' },
  openGraphics: { namespace: 'nodecg', name: 'open-graphics' },
  assets: { namespace: 'nodecg', name: 'assets' },
  /** NodeCG's own. */
  assetCollections: { namespace: '_assets', name: 'collections' },
} as const satisfies Record<string, ReplicantKey>;
