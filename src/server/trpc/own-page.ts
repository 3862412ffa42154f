/**
 * Whether a page of this server, or a person by hand, asks for this address. Browsers say so by `Sec-Fetch-Site`; over plain HTTP they
 * don't, and then `Origin` or `Referer` has to name us. What says nothing may be another site's link.
 */
export function isAskedByOwnPage(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return false;
  const from = headers.get('origin') ?? headers.get('referer');
  if (from === null) return site !== null;
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  return host !== null && URL.canParse(from) && new URL(from).host === host;
}
