import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Exchange } from './respond.ts';

/** A request as our own doors serve it. */
export function toExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  // Proxies may send the whole address; whose it is was said by Host.
  request.url = (request.url ?? '').replace(/^https?:\/\/[^/?]*/i, '') || '/';
  const [path = '/', ...search] = request.url.split('?');
  return { request, response, path, query: new URLSearchParams(search.join('?')) };
}
