/** A path of a graphic's page on this server. */
const graphicPath = /^\/bundles\/[^/]+\/graphics\//;

/**
 * What a page calls itself, as the address of a graphic on this server and nothing else: whoever sends a browser there sends it to no
 * other site and no other place. `url` is its path with the file's name, `address` what to open. Undefined: not a graphic's.
 */
export function readGraphicAddress(text: string | null): { url: string; address: string } | undefined {
  if (text === null || !text.startsWith('/') || !URL.canParse(text, 'http://server')) return undefined;
  const { origin, pathname, search } = new URL(text, 'http://server');
  if (origin !== 'http://server' || !graphicPath.test(pathname)) return undefined;
  return { url: pathname.endsWith('/') ? `${pathname}index.html` : pathname, address: pathname + search };
}
