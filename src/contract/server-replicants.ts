import type { ReplicantKey } from './replicant.ts';

/** Replicants that the server keeps current itself and nobody else writes: NodeCG's list of running bundles, `BundleView[]` and `GraphicInstance[]`. */
export const serverReplicants = {
  bundles: { namespace: 'nodecg', name: 'bundles' },
  bundleViews: { namespace: 'nodecg', name: 'bundle-views' },
  graphicInstances: { namespace: 'nodecg', name: 'graphics:instances' },
} as const satisfies Record<string, ReplicantKey>;
