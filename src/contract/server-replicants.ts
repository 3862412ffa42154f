import type { ReplicantKey } from './replicant.ts';

/** Replicants that the server keeps current itself and nobody else writes: `BundleView[]`, NodeCG's records of open graphics and our `GraphicInstance[]`. */
export const serverReplicants = {
  bundles: { namespace: 'nodecg', name: 'bundles' },
  graphicInstances: { namespace: 'nodecg', name: 'graphics:instances' },
  openGraphics: { namespace: 'nodecg', name: 'open-graphics' },
} as const satisfies Record<string, ReplicantKey>;
