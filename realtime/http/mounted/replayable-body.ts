import type { IncomingMessage } from 'node:http';
import { hasBody } from '../has-body.ts';
import type { Exchange } from '../respond.ts';
import type { Writable } from 'node:stream';

/** Bytes of bodies that are kept at once, of all requests together. */
export type BodyBudget = { left: number };

/** A request's body that can be sent more than once. */
export type ReplayableBody = {
  readonly hasBody: boolean;
  /** Sends it from its beginning. `isLast`: to nobody else after this one, so nothing more is kept. Returns the end of sending. */
  sendTo(target: Writable, isLast: boolean): () => void;
  /** True: a part of it has gone to somebody and was too long to keep. */
  isLost(): boolean;
  /** Reads and forgets the rest, so that the connection can be used again. */
  discard(): void;
};

/** Keeps at most `most` bytes, and no more than `budget` has left; a longer body belongs to whom it was being sent. */
export function createReplayableBody(
  { request, response }: Pick<Exchange, 'request' | 'response'>,
  most: number,
  budget: BodyBudget,
): ReplayableBody {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let isLost = false;
  const forget = (): void => {
    budget.left += keptBytes;
    kept = [];
    keptBytes = 0;
  };
  const keep = (chunk: Buffer): void => {
    if (isLost) return;
    isLost = keptBytes + chunk.length > most || chunk.length > budget.left;
    if (isLost) return forget();
    kept.push(chunk);
    keptBytes += chunk.length;
    budget.left -= chunk.length;
  };
  // Not the request's: that one closes as soon as its body has been read.
  response.once('close', forget);

  return {
    hasBody: hasBody(request),
    isLost: () => isLost,
    sendTo(target, isLast) {
      for (const chunk of kept) target.write(chunk);
      if (isLast) {
        forget();
        isLost = true;
      }
      return follow(request, target, keep);
    },
    discard() {
      forget();
      request.resume();
    },
  };
}

/** As fast as the target takes it. */
function follow(request: IncomingMessage, target: Writable, keep: (chunk: Buffer) => void): () => void {
  const onData = (chunk: Buffer): void => {
    keep(chunk);
    if (!target.destroyed && !target.write(chunk)) request.pause();
  };
  const goOn = (): void => void request.resume();
  const onEnd = (): void => void target.end();
  request.on('data', onData);
  request.on('end', onEnd);
  target.on('drain', goOn);
  if (request.readableEnded) onEnd();
  // What was kept and not yet taken is waited for.
  else if (target.writableNeedDrain) request.pause();
  else request.resume();
  return () => {
    request.off('data', onData);
    request.off('end', onEnd);
    target.off('drain', goOn);
    request.pause();
  };
}
