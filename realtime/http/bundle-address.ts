/** A request's path below `/bundles/<bundle>/`: decoded segments that can't lead upwards. */
export type BundleAddress = { bundle: string; segments: string[]; endsWithSlash: boolean };

/** Segments that would mean another folder, or another path after decoding twice. */
const suspicious = /[/\\\u0000-\u001f\u007f]/;

/** Reads `/bundles/<bundle>/…` as it stands in the request line. Undefined for anything that isn't plainly a path below it. */
export function parseBundleAddress(rawPath: string): BundleAddress | undefined {
  const [empty, bundles, ...raw] = rawPath.split('/');
  if (empty !== '' || bundles !== 'bundles' || raw.length === 0) return undefined;
  const endsWithSlash = raw.length > 1 && raw.at(-1) === '';
  const [bundle, ...segments] = readSegments(endsWithSlash ? raw.slice(0, -1) : raw) ?? [];
  return bundle === undefined ? undefined : { bundle, segments, endsWithSlash };
}

/** Decodes parts of a path. Undefined where one could lead upwards, or means something else when it is decoded again. */
export function readSegments(raw: readonly string[]): string[] | undefined {
  const segments = raw.map(decodeSegment);
  return segments.includes(undefined) ? undefined : (segments as string[]);
}

function decodeSegment(raw: string): string | undefined {
  try {
    const segment = decodeURIComponent(raw);
    return segment === '' || segment === '.' || segment === '..' || suspicious.test(segment) ? undefined : segment;
  } catch {
    return undefined;
  }
}
