import type { AssetFolder } from '#contract/asset';

/** `/assets/<bundle>/<category>[/<file>]`, decoded. */
export type AssetAddress = { folder: AssetFolder; base?: string };

/** What would mean another folder, or another path for whoever decodes twice. */

const suspicious = /[/\\\u0000-\u001f\u007f]/;

/** Reads a path as it stands in the request line. Undefined for anything that isn't plainly the address of a category or of a file in it. */
export function parseAssetAddress(rawPath: string): AssetAddress | undefined {
  const [empty, assets, ...raw] = rawPath.split('/');
  if (empty !== '' || assets !== 'assets' || raw.length < 2 || raw.length > 3) return undefined;
  const [namespace, category, base] = raw.map(decode);
  if (namespace === undefined || category === undefined) return undefined;
  if (raw.length === 2) return { folder: { namespace, category } };
  return base === undefined ? undefined : { folder: { namespace, category }, base };
}

function decode(raw: string): string | undefined {
  try {
    const text = decodeURIComponent(raw);
    return text === '' || text.startsWith('.') || suspicious.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
