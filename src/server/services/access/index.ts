export { createAccessService } from './create-access-service.ts';
export {
  maySavedState,
  visibleAssets,
  visibleBundle,
  visibleBundles,
  visibleGraphics,
  visibleLayouts,
  type Sight,
} from './visible.ts';
export type { AccessBundle, AccessDeps, AccessService, Refusal, ResourceName } from './types.ts';
