import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import send from 'send';

/** One request to our own HTTP server. `path` is as it came, still encoded, without the query. */
export type Exchange = { request: IncomingMessage; response: ServerResponse; path: string; query: URLSearchParams };

/** Ends an answer with text. Security headers are the front door's business. */
export function respondText({ response }: Pick<Exchange, 'response'>, status: number, text: string): void {
  respond(response, status, 'text/plain; charset=utf-8', text);
}

export function respondJson({ response }: Pick<Exchange, 'response'>, status: number, value: unknown): void {
  respond(response, status, 'application/json; charset=utf-8', JSON.stringify(value));
}

/** Figures in the text form that `contentType` names. */
export function respondMetrics({ response }: Pick<Exchange, 'response'>, contentType: string, text: string): void {
  respond(response, 200, contentType, text);
}

/** A page that must not be kept: what is injected into it belongs to this very load. */
export function respondPage({ response }: Pick<Exchange, 'response'>, status: number, page: string | Buffer): void {
  respond(response, status, 'text/html; charset=utf-8', page);
}

export function respondNotFound(exchange: Pick<Exchange, 'response'>): void {
  respondText(exchange, 404, 'There is nothing at this address. Check its spelling.');
}

/** `location` is a path of this server; the query goes along. Nobody keeps a redirect: what is there may change. */
export function redirect(
  { response, query }: Pick<Exchange, 'response' | 'query'>,
  location: string,
  status: 301 | 302 = 302,
): void {
  const search = query.size > 0 ? `?${query.toString()}` : '';
  response.writeHead(status, { location: `${location}${search}`, 'cache-control': 'no-store' }).end();
}

/** Streams a file that has been resolved already, with ETag, Last-Modified and ranges. Browsers ask again each time, so that an edit is seen at once. */
export function sendFile(exchange: Exchange, file: string): void {
  const { request, response } = exchange;
  send(request, encodeURIComponent(path.basename(file)), {
    root: path.dirname(file),
    dotfiles: 'allow',
    index: false,
    cacheControl: false,
  })
    .on('headers', (headers: ServerResponse) => void headers.setHeader('cache-control', 'no-cache'))
    .on('error', (error: { status?: number }) => {
      if (response.headersSent) return void response.destroy();
      if (error.status === 416) return respondText(exchange, 416, 'The file is shorter than the range that was asked for.');
      respondNotFound(exchange);
    })
    .pipe(response);
}

/** A script that was made of a file; `etag` tells which. */
export function respondScript({ request, response }: Pick<Exchange, 'request' | 'response'>, script: string, etag: string): void {
  response.setHeader('etag', etag);
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { 'cache-control': 'no-cache' }).end();
  respond(response, 200, 'text/javascript; charset=utf-8', script, 'no-cache');
}

function respond(response: ServerResponse, status: number, type: string, body: string | Buffer, keep = 'no-store'): void {
  if (response.headersSent) return void response.destroy();
  response
    .writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), 'cache-control': keep })
    .end(response.req.method === 'HEAD' ? undefined : body);
}
