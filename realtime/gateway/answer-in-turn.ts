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
  /** Its big subscriptions come one after the other, so that one client holds one place. */
  let last: Promise<void> = Promise.resolve();

  async function answerBig(event: string, payload: unknown, give: (reply: unknown) => void): Promise<void> {
    waiting += 1;
    const before = last;
    let passOn: () => void = () => undefined;
    last = new Promise((resolve) => (passOn = resolve));
    await before;
    const leavePlace = await turnstile.enter();
    const leave = (): void => {
      leavePlace();
      passOn();
    };
    waiting -= 1;
    const reply = await attached.request(event, payload);
    give(reply);
    if (reply instanceof EncodedReply && reply.isShared) return leave();
    line.whenTaken(leave);
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
