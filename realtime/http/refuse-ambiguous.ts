import type { IncomingMessage } from 'node:http';

/**
 * Why a request may mean one thing to us and another to a proxy before us or a server behind us; undefined: it means one. What Node's
 * parser refuses by itself (two lengths, a length beside chunks, a space before a colon) doesn't come this far.
 */
export function refuseAmbiguous({ rawHeaders, headers, url = '', method }: IncomingMessage): string | undefined {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === 'host') hosts += 1;
  if (hosts > 1) return 'A request has one Host.';
  const absolute = /^https?:\/\/([^/?#]*)/i.exec(url);
  if (absolute && nameOf(absolute[1]) !== nameOf(headers.host))
    return 'The address in the request line and Host name different servers.';
  if (!absolute && !url.startsWith('/') && url !== '*') return 'The address must begin with a slash.';
  if (method === 'TRACE') return 'TRACE is not answered here.';
  return undefined;
}

/** Proxies leave the port out, or write it, where it is the usual one. */
function nameOf(host = ''): string {
  return host.toLowerCase().replace(/:\d*$/, '');
}
