export { createAssetService } from './create-asset-service.ts';
export type { AssetBundle, AssetDeps, AssetError, AssetErrorCode, AssetService, AssetUpload } from './types.ts';
