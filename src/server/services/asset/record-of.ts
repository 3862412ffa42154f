import { parse } from 'node:path';
import { assetUrl, type AssetFolder, type AssetRecord } from '#contract/asset';

/** A file in NodeCG's words. */
export function recordOf(folder: AssetFolder, base: string, sum: string): AssetRecord {
  const { ext, name } = parse(base);
  return { sum, base, ext, name, ...folder, url: assetUrl(folder, base) };
}

const collator = new Intl.Collator('en', { numeric: true });

/** One order on every start, whatever the disk's is: a list that rotates on air must not change with a restart. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : 1);
}
