import type { ReplicantKey } from './replicant.ts';

/** Replicants that the server keeps current itself and nobody else writes: `BundleView[]` and `GraphicInstance[]`. */
export const serverReplicants = {
  bundles: { namespace: 'nodecg', name: 'bundles' },
  graphicInstances: { namespace: 'nodecg', name: 'graphics:instances' },
} as const satisfies Record<string, ReplicantKey>;
