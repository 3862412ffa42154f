import { createAssetRoute, type AssetsDeps } from '../assets.ts';
import { createAuditExportRoute, type AuditOf } from '../audit-export.ts';
import { createKeyInAddress, type KeyInAddressDeps } from '../keys/key-in-address.ts';
import { createNodecgRoutes, type NodecgRoutesDeps } from '../nodecg-routes.ts';
import { createSoundRoute } from '../sound-files.ts';
import type { Route } from './route.ts';

/** What routes of the show need that aren't the front door's own. */
export type OwnRoutesDeps = NodecgRoutesDeps &
  KeyInAddressDeps & {
    /** An enabled bundle; waits while bundles are being found. */
    findBundle: Parameters<typeof createSoundRoute>[0];
    assets: AssetsDeps['service'];
    audit: AuditOf;
  };

/** The show's routes and NodeCG's addresses: asked in their order before bundle files and Next, for any method. */
export function createOwnRoutes(deps: OwnRoutesDeps): Route[] {
  const { findBundle, clientOf } = deps;
  return [
    createKeyInAddress(deps),
    ...createNodecgRoutes(deps),
    createAssetRoute({ service: deps.assets, findBundle, clientOf }),
    createAuditExportRoute(deps.audit, clientOf),
    createSoundRoute(findBundle),
  ];
}
