import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Asker } from '#contract/identity';
import { answerPacked, varyByEncoding, wantsPacked } from './answer-packed.ts';
import { leastPackedBytes } from './compressible.ts';
import { isUnchanged } from './is-unchanged.ts';
import { hashSources, ownPagePolicy, type PageSurroundings } from './policies/own-pages.ts';

/** One request to our own HTTP server. `path` is as it came, still encoded, without the query. */
export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
  query: URLSearchParams;
  /** Who asks, as the front door found out; undefined: nobody that is known. */
  asker?: Asker | undefined;
  /** What the policy of a page of ours depends on. */
  surroundings?: PageSurroundings | undefined;
};

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

/**
 * A page that must not be kept: what is injected into it belongs to this very load. Text is a page of our own making, and gets our policy
 * with exactly the scripts in it; bytes are a bundle's.
 */
export function respondPage(
  { response, surroundings }: Pick<Exchange, 'response' | 'surroundings'>,
  status: number,
  page: string | Buffer,
): void {
  if (response.headersSent) return void response.destroy();
  if (typeof page === 'string') {
    const around = surroundings ?? { host: response.req.headers.host ?? '', protocol: 'http' };
    response.setHeader('content-security-policy', ownPagePolicy(hashSources(page), around));
    response.setHeader('x-content-type-options', 'nosniff');
  }
  varyByEncoding(response);
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  respondPackable(response, { status, headers, body: typeof page === 'string' ? Buffer.from(page) : page });
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

/** A script that was made of a file; `etag` tells which version, and `name` of which file as well. */
export function respondScript(
  { request, response }: Pick<Exchange, 'request' | 'response'>,
  script: string,
  { etag, name }: { etag: string; name: string },
): void {
  varyByEncoding(response);
  response.setHeader('etag', etag);
  if (isUnchanged(request.headers, { etag })) return void response.writeHead(304, { 'cache-control': 'no-cache' }).end();
  const headers = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' };
  respondPackable(response, { status: 200, headers, body: Buffer.from(script), name });
}

type Text = { status: number; headers: OutgoingHttpHeaders; body: Buffer; name?: string };

/** Packed if that is asked for: once for all if it has a name, else for this answer alone. */
function respondPackable(response: ServerResponse, text: Text): void {
  const { body } = text;
  if (body.length < leastPackedBytes || !wantsPacked(response.req)) return end(response, text);
  answerPacked(response, {
    ...text,
    bytes: body.length,
    isSettled: true,
    read: () => Promise.resolve(body),
    open: () => Promise.resolve(Readable.from([body])),
  }).then(
    (isAnswered) => (isAnswered ? undefined : end(response, text)),
    () => response.destroy(),
  );
}

function respond(response: ServerResponse, status: number, type: string, text: string): void {
  end(response, { status, headers: { 'content-type': type, 'cache-control': 'no-store' }, body: Buffer.from(text) });
}

function end(response: ServerResponse, { status, headers, body }: Text): void {
  if (response.headersSent) return void response.destroy();
  response
    .writeHead(status, { ...headers, 'content-length': body.length })
    .end(response.req.method === 'HEAD' ? undefined : body);
}
