import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BusEvent } from '#contract/events';
import type { EventBus, Unsubscribe } from '#ports/event-bus';
import type { Log } from '#ports/log';
import type { RedisLine } from './connect.ts';

const channel = 'nodecg-next:identity';
const ids = z.array(z.string().max(64)).max(5_000).optional();
const heardSchema = z.object({
  from: z.string(),
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('gap') }),
    z.object({
      type: z.literal('identity.changed'),
      userId: z.string().max(64).optional(),
      sessionIds: ids,
      keyIds: ids,
      ended: z.boolean(),
    }),
    z.object({ type: z.literal('access.changed') }),
  ]),
});

export type IdentityLink = {
  /** Registers who has to ask again for everything: this server has heard nothing of the others for a while. */
  onGap(handler: () => void): Unsubscribe;
  close(): Promise<void>;
};

/**
 * Carries what ends or changes for people and keys between all servers on one Redis, so that who is put out of one is out of all at once.
 * While Redis is away each server knows its own; when it is back everybody is asked for again, also where only one server was without it.
 */
export function linkIdentities({ line, bus, log }: { line: RedisLine; bus: EventBus; log: Log }): IdentityLink {
  const me = randomUUID();
  const heard = new WeakSet<BusEvent>();
  const gapHandlers = new Set<() => void>();
  const ears = line.client.duplicate();
  let hasListened = false;
  let wasAway = false;
  /** Something that the others have to know could not be told. */
  let isUntold = false;

  const publish = (event: BusEvent | { type: 'gap' }): void => {
    line.client.publish(channel, JSON.stringify({ from: me, event })).catch(() => (isUntold = true));
  };
  const send = (event: BusEvent): void => {
    if (heard.has(event)) return;
    if (line.isUp()) publish(event);
    else isUntold = true;
  };
  const tellGap = (): void => {
    for (const handler of gapHandlers) handler();
  };
  const tellLate = (): void => {
    if (!isUntold) return;
    isUntold = false;
    publish({ type: 'gap' });
  };
  line.client.on('ready', tellLate);
  const receive = (text: string): void => {
    const parsed = heardSchema.safeParse(parseJson(text));
    if (!parsed.success) return log.warn('Another server sent something that this version does not know.', { channel });
    if (parsed.data.from === me) return;
    if (parsed.data.event.type === 'gap') return tellGap();
    const event = parsed.data.event as BusEvent;
    heard.add(event);
    bus.publish(event);
  };
  ears.on('error', () => (wasAway = true));
  ears.on('ready', () => {
    if (hasListened) tellGap();
  });
  ears
    .connect()
    .then(() => ears.subscribe(channel, receive))
    .then(() => {
      hasListened = true;
      // The others may have told something before it could be heard.
      if (wasAway) tellGap();
    })
    .catch(() => undefined);
  const stops = [bus.subscribe('identity.changed', send), bus.subscribe('access.changed', send)];

  return {
    onGap(handler) {
      gapHandlers.add(handler);
      return () => void gapHandlers.delete(handler);
    },
    close() {
      for (const stop of stops) stop();
      line.client.off('ready', tellLate);
      if (ears.isOpen) ears.destroy();
      return Promise.resolve();
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
