import type { ReplicantKey } from './replicant.ts';

/** Replicants that the server keeps current itself and nobody else writes: `BundleView[]`, `GraphicInstance[]`, `AssetOverview`, `AssetCollection[]`. */
export const serverReplicants = {
  bundles: { namespace: 'nodecg', name: 'bundles' },
  graphicInstances: { namespace: 'nodecg', name: 'graphics:instances' },
  assets: { namespace: 'nodecg', name: 'assets' },
  /** NodeCG's own. */
  assetCollections: { namespace: '_assets', name: 'collections' },
} as const satisfies Record<string, ReplicantKey>;
