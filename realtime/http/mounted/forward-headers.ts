import type { IncomingMessage, ServerResponse } from 'node:http';
import { askerHeader, bundlesHeader, privatePrefix } from '../../extensions/host/private-headers.ts';
import { forwardedHeaders } from '../client-of.ts';
import { withoutOwnCookies } from '../own-cookies.ts';

/** They belong to one connection, not to the request or the answer. */
const hopByHop = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'expect'],
]);

/** For whom, whose routes may answer, and whether there is a body. `isByToken`: `Authorization` holds a token of ours. */
export type Told = { asker: string | undefined; bundles: readonly string[]; hasBody: boolean; isByToken?: boolean };

/** A request's headers for an extension host. Nothing of ours can be forged, nor where it comes from, and nothing that opens our own doors goes along. */
export function requestHeaders(request: IncomingMessage, { asker, bundles, hasBody, isByToken = false }: Told): string[] {
  const dropped = new Set([...hopByHop, ...connectionOptions(request.headers.connection), 'content-length', 'host']);
  const headers = withoutOurs(pairsOf(request.rawHeaders)).filter(([name]) => {
    const lower = name.toLowerCase();
    if (isByToken && lower === 'authorization') return false;
    return !dropped.has(lower) && !forwardedHeaders.has(lower) && !lower.startsWith(privatePrefix);
  });
  headers.push(...framing(request.headers));
  // A host that doesn't want the request must not get its body, which is somebody else's.
  if (hasBody) headers.push(['expect', '100-continue']);
  // So that the host reads what is left of a body instead of cutting the line.
  headers.push(['connection', 'keep-alive'], ...toldHeaders(request));
  if (asker !== undefined) headers.push([askerHeader, asker]);
  headers.push([bundlesHeader, encodeURIComponent(JSON.stringify(bundles))]);
  return headers.flat();
}

/** Hands an answer's head on. What the bundle says wins over what the front door has set. */
export function copyHead(answer: IncomingMessage, response: ServerResponse): void {
  const dropped = new Set([...hopByHop, ...connectionOptions(answer.headers.connection)]);
  const headers = pairsOf(answer.rawHeaders).filter(
    ([name]) => !dropped.has(name.toLowerCase()) && !name.toLowerCase().startsWith(privatePrefix),
  );
  // Bundles' scripts come without a proper type now and then, as their files do.
  response.removeHeader('x-content-type-options');
  for (const [name] of headers) response.removeHeader(name);
  for (const [name, value] of headers) response.appendHeader(name, value);
  response.statusCode = answer.statusCode ?? 502;
  response.statusMessage = answer.statusMessage ?? '';
}

/** Whatever the client calls an option of its connection: a body without its length would be read as another request. */
function framing({ host, ...headers }: IncomingMessage['headers']): [string, string][] {
  const length = headers['content-length'];
  const body: [string, string][] =
    headers['transfer-encoding'] !== undefined
      ? [['transfer-encoding', 'chunked']]
      : length === undefined
        ? []
        : [['content-length', length]];
  return host === undefined ? body : [['host', host], ...body];
}

function withoutOurs(pairs: [string, string][]): [string, string][] {
  return pairs.flatMap(([name, value]): [string, string][] => {
    if (name.toLowerCase() !== 'cookie') return [[name, value]];
    const kept = withoutOwnCookies(value);
    return kept === '' ? [] : [[name, kept]];
  });
}

/** What the front door has found out, see `tellClient`. */
function toldHeaders({ headers }: IncomingMessage): [string, string][] {
  return ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host'].flatMap((name): [string, string][] => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
}

function connectionOptions(connection: string | undefined): string[] {
  return (connection ?? '').split(',').map((option) => option.trim().toLowerCase());
}

function pairsOf(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return pairs;
}
