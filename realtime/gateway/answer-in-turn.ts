import type { AttachedConnection } from '#ports/connection';
import { EncodedReply } from './encoded-reply.ts';
import type { SocketLine } from './socket-line.ts';
import type { Turnstile } from './turnstile.ts';

/** Big answers that one connection may wait for. */
const mostWaiting = 64;
/** From so many items on an answer may be big: smaller ones don't wait. */
const bigSubscription = 32;

/**
 * Answers one connection's requests. Big subscriptions of all connections are answered a few at a time: the next is read and written when
 * one was taken by its client, so that a thousand pages that come back together don't have all their answers in memory at once.
 */
export function answerInTurn(
  attached: AttachedConnection,
  line: SocketLine,
  turnstile: Turnstile,
): (event: string, payload: unknown, give: (reply: unknown) => void) => void {
  let waiting = 0;

  async function answerBig(event: string, payload: unknown, give: (reply: unknown) => void): Promise<void> {
    waiting += 1;
    const leave = await turnstile.enter();
    waiting -= 1;
    const reply = await attached.request(event, payload);
    give(reply);
    if (reply instanceof EncodedReply && reply.isShared) return leave();
    // Written at the end of this turn; what the system took at once needs no waiting.
    setImmediate(() => {
      if (line.unsent() === 0) return leave();
      const stop = line.onDrain(() => {
        stop();
        leave();
      });
    });
  }

  return (event, payload, give) => {
    if (waiting < mostWaiting && isBig(event, payload)) void answerBig(event, payload, give);
    else void attached.request(event, payload).then(give);
  };
}

function isBig(event: string, payload: unknown): boolean {
  const items = event === 'subscribe' ? (payload as { items?: unknown } | null | undefined)?.items : undefined;
  return Array.isArray(items) && items.length >= bigSubscription;
}
