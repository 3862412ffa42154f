import type { AssetFolder } from '#contract/asset';
import { readSegments } from './bundle-address.ts';

/** `/assets/<bundle>/<category>[/<file>]`, decoded. */
export type AssetAddress = { folder: AssetFolder; base?: string };

/** Reads a path as it stands in the request line. Undefined for anything that isn't plainly the address of a category or of a file in it. */
export function parseAssetAddress(rawPath: string): AssetAddress | undefined {
  const [empty, assets, ...raw] = rawPath.split('/');
  if (empty !== '' || assets !== 'assets' || raw.length < 2 || raw.length > 3) return undefined;
  const segments = readSegments(raw);
  // Hidden files are no assets.
  if (!segments || segments.some((segment) => segment.startsWith('.'))) return undefined;
  const [namespace = '', category = '', base] = segments;
  return { folder: { namespace, category }, ...(base === undefined ? {} : { base }) };
}
