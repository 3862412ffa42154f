import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLoopback } from '#server/config/is-loopback';
import type { ClientOf } from './client-of.ts';

const refusal = 'This server is reached by HTTPS only. Write https:// before its address.';
/** Asked by programs that look after the server, and telling nothing. */
const probes = new Set(['/health', '/ready']);

/**
 * Whether a request came in the clear although people reach this server by HTTPS only. Not so what never leaves this computer: a
 * graphic in OBS beside the server stays as it is.
 */
export function isInTheClear(request: IncomingMessage, path: string, clientOf: ClientOf): boolean {
  const { protocol, address, host, isForwarded } = clientOf(request);
  if (protocol === 'https' || probes.has(path)) return false;
  const isLocal = !isForwarded && isLoopback(address) && isLoopback(host.replace(/:\d+$/, ''));
  return !isLocal;
}

/** Shows a browser the way; anything else is refused, because what it carried has been in the clear. */
export function sendToHttps(request: IncomingMessage, response: ServerResponse, publicUrl?: string): void {
  const { host = '' } = request.headers;
  const origin = publicUrl === undefined ? originOf(host) : new URL(publicUrl).origin;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  response.setHeader('cache-control', 'no-store').setHeader('connection', 'close');
  if (!isRead || origin === undefined) {
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(refusal);
    return;
  }
  response.writeHead(308, { location: origin + pathOf(request.url) }).end();
}

function originOf(host: string): string | undefined {
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(`https://${host}`) ? `https://${host}` : undefined;
}

/** One slash: a second one would be part of a name, and so would what a browser takes for one. */
function pathOf(url = '/'): string {
  const path = url.replace(/^https?:\/\/[^/?]*/i, '').replace(/^[/\\]+/, '');
  return `/${path}`;
}
