import type { Stats } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import send from 'send';
import { answerPacked, varyByEncoding, wantsPacked } from './answer-packed.ts';
import { compressibleType, leastPackedBytes } from './compressible.ts';
import { isUnchanged } from './is-unchanged.ts';
import { respondNotFound, respondText, type Exchange } from './respond.ts';

/** Some file systems' clocks have whole seconds: what was written within the last of them may be written again without a trace. */
const settledAfterMs = 2_000;

/**
 * Sends a file that has been resolved already, compressed where that helps and is asked for, with ETag, Last-Modified and ranges. Browsers
 * ask again each time, so that an edit is seen at once.
 */
export async function sendFile(exchange: Exchange, file: string): Promise<void> {
  const { request, response } = exchange;
  const type = compressibleType(file);
  if (type === undefined) return sendPlain(exchange, file);
  response.setHeader('content-type', type);
  varyByEncoding(response);
  const facts = wantsPacked(request) ? await stat(file).catch(() => undefined) : undefined;
  if (!facts || facts.size < leastPackedBytes || !(await sendPacked(exchange, file, facts))) sendPlain(exchange, file);
}

/** False: send it as it is. */
async function sendPacked({ request, response }: Exchange, file: string, facts: Stats): Promise<boolean> {
  const etag = etagOf(facts);
  const headers = { etag, 'last-modified': facts.mtime.toUTCString(), 'cache-control': 'no-cache' };
  if (isUnchanged(request.headers, { etag, modified: facts.mtime })) {
    response.removeHeader('content-type');
    response.writeHead(304, headers).end();
    return true;
  }
  return answerPacked(response, {
    status: 200,
    headers,
    name: [file, facts.ino, facts.size, facts.mtimeMs, facts.ctimeMs].join('\n'),
    bytes: facts.size,
    isSettled: Date.now() - facts.ctimeMs > settledAfterMs,
    read: () => readFile(file),
    open: async () => (await open(file)).createReadStream(),
  });
}

/** `send`'s own, for both forms: it is a weak one, which says that they mean the same, not that they are the same bytes. */
function etagOf({ size, mtime }: Stats): string {
  return `W/"${size.toString(16)}-${mtime.getTime().toString(16)}"`;
}

function sendPlain(exchange: Exchange, file: string): void {
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
