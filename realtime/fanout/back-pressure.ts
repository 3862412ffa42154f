import type { FrameItem } from '#contract/wire';
import type { OutgoingFrame } from '#ports/connection';
import type { Log } from '#ports/log';
import type { Tally } from '../health/tally.ts';
import type { FanoutClient } from './client.ts';
import { frameOf } from './turn.ts';

export type BackPressureDeps = {
  log: Log;
  /** Brings the client's dirty subscriptions up to date. */
  resync: (client: FanoutClient) => void;
  /** Messages, bundle changes and commands kept for a client that isn't reading. */
  waitingItems: number;
  tally: Tally;
};

export type BackPressure = {
  deliver(client: FanoutClient, frame: OutgoingFrame): void;
  /** Clients that are not reading now. */
  blocked: Set<FanoutClient>;
};

/**
 * Keeps what a client can't take from growing: of a replicant only "it changed" is remembered, and the newest state is sent when
 * the client reads again; of everything else the newest few.
 */
export function createBackPressure({ log, resync, waitingItems, tally }: BackPressureDeps): BackPressure {
  const blocked = new Set<FanoutClient>();

  function remember(client: FanoutClient, items: FrameItem[]): void {
    for (const item of items) {
      if (item[0] === 'r' || item[0] === 's' || item[0] === 'd') {
        const subscription = client.subscriptions.get(item[1]);
        if (subscription) subscription.state = 'dirty';
        continue;
      }
      client.waiting.push(item);
      if (client.waiting.length <= waitingItems) continue;
      client.waiting.shift();
      client.dropped += 1;
      tally.dropped += 1;
    }
  }

  function block(client: FanoutClient): void {
    if (client.blockedSince !== undefined) return;
    client.blockedSince = performance.now();
    blocked.add(client);
    const stop = client.connection.onDrain(() => {
      stop();
      unblock(client);
    });
  }

  function unblock(client: FanoutClient): void {
    client.blockedSince = undefined;
    blocked.delete(client);
    if (client.closed) return;
    if (client.dropped > 0) {
      log.warn(`A slow client lost ${client.dropped} messages; its replicants are up to date.`, {
        connection: client.connection.id,
        url: client.connection.page.url,
      });
      client.dropped = 0;
    }
    const waiting = client.waiting;
    client.waiting = [];
    if (waiting.length > 0) deliver(client, frameOf(waiting));
    if (client.blockedSince === undefined) resync(client);
  }

  function deliver(client: FanoutClient, frame: OutgoingFrame): void {
    if (client.blockedSince === undefined && client.connection.sendFrame(frame)) return void (tally.frames += 1);
    remember(client, frame.items);
    block(client);
  }

  return { deliver, blocked };
}
