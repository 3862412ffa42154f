import type { AssetOverview } from './asset.ts';
import type { BundleView } from './bundle.ts';
import type { GraphicInstance } from './graphic.ts';
import type { ReplicantKey } from './replicant.ts';

/** What somebody's dashboard has, decided as for themselves. No values. */
export type UserPreview = {
  bundles: BundleView[];
  graphics: GraphicInstance[];
  replicants: ReplicantKey[];
  savedIds: string[];
  assets?: AssetOverview;
};
