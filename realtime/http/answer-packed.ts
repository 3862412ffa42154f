import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { acceptsGzip } from './accepts-gzip.ts';
import { createPacker, gzipLevel, type Packable } from './create-packer.ts';

export type PackedAnswer = Omit<Packable, 'name'> & {
  /** Undefined: nobody else gets just this, such as a page that says when it was loaded. */
  name?: string | undefined;
  status: number;
  /** Without those that are about the form. */
  headers: OutgoingHttpHeaders;
  /** How many there are before they are packed. */
  bytes: number;
  /** For what is too long to be read at once. Undefined: it isn't there any more. */
  open: () => Promise<Readable | undefined>;
};

/** Longer ones are packed as they go out, each time: they would push all others out of what is kept. */
const longestKept = 1024 * 1024;
/** A slow reader keeps its place, so these are few; who finds none gets the plain form. */
const streamsAtOnce = 8;

const pack = createPacker({ keptBytes: 32 * 1024 * 1024, atOnce: 32 });
/** Apart, so that a thousand pages which are opened at once don't keep the scripts from being packed, which are next. */
const packOnce = createPacker({ keptBytes: 0, atOnce: 32 });
let packedOnce = 0;
let streams = 0;

/** Caches on the way must know that there are two forms. Goes with either of them, and with "not modified". */
export function varyByEncoding(response: ServerResponse): void {
  response.appendHeader('vary', 'Accept-Encoding');
}

/** Whether gzip may be sent. Ranges are ranges of the plain form, and who wants to be sure of a version asks about that one, too. */
export function wantsPacked({ method, headers }: IncomingMessage): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  if (headers.range !== undefined || headers['if-match'] !== undefined || headers['if-unmodified-since'] !== undefined)
    return false;
  return acceptsGzip(headers['accept-encoding']);
}

/** Answers with gzip. False: it can't now, nothing has been sent, and the plain form will do. */
export async function answerPacked(response: ServerResponse, answer: PackedAnswer): Promise<boolean> {
  if (answer.bytes > longestKept) return answerStream(response, answer);
  const { name } = answer;
  const packed = await (name === undefined
    ? packOnce({ ...answer, name: String((packedOnce += 1)) })
    : pack({ ...answer, name }));
  if (!packed) return false;
  start(response, answer, { 'content-length': packed.length })?.end(isHead(response) ? undefined : packed);
  return true;
}

async function answerStream(response: ServerResponse, answer: PackedAnswer): Promise<boolean> {
  if (streams >= streamsAtOnce) return false;
  streams += 1;
  const source = await answer.open().catch(() => undefined);
  const started = source && start(response, answer, {});
  if (started && !isHead(response)) {
    // Whichever of them ends early ends the others.
    pipeline(source, createGzip({ level: gzipLevel }), started, () => (streams -= 1));
    return true;
  }
  streams -= 1;
  source?.destroy();
  started?.end();
  return source !== undefined;
}

/** Undefined: somebody has begun to answer already. */
function start(response: ServerResponse, answer: PackedAnswer, form: OutgoingHttpHeaders): ServerResponse | undefined {
  const { status, headers } = answer;
  if (!response.headersSent) return response.writeHead(status, { ...headers, ...form, 'content-encoding': 'gzip' });
  response.destroy();
  return undefined;
}

function isHead(response: ServerResponse): boolean {
  return response.req.method === 'HEAD';
}
