import type { ReplicantKey, Snapshot } from '#contract/replicant';
import type { Connection } from '#ports/connection';
import type { EventBus } from '#ports/event-bus';
import type { Log } from '#ports/log';
import { countCutOff, createTally, type Tally } from './health/tally.ts';
import { createBackPressure } from './fanout/back-pressure.ts';
import { createChangeDelivery } from './fanout/change-delivery.ts';
import { createChannels, nextAsItComes, type Subscription, type View } from './fanout/channels.ts';
import { createFanoutClient, type FanoutClient } from './fanout/client.ts';
import { createResync } from './fanout/resync.ts';
import { concerns, forget, isCommanded, sendMessage, sendTo, type Listeners } from './fanout/recipients.ts';
import { createTurn } from './fanout/turn.ts';
import type { Permits } from './gateway/entry/permits.ts';
import type { QuietTurnTimes } from './quiet-turn.ts';

export type FanoutDeps = {
  bus: EventBus;
  log: Log;
  read: (key: ReplicantKey) => Promise<Snapshot | undefined>;
  /** A client that doesn't read for this long is closed. */
  stalledMs?: number;
  waitingItems?: number;
  /** How long the rest of a burst is waited for. Default: not beyond the turn. */
  times?: QuietTurnTimes;
  tally?: Tally;
};

/** Where an event reaches the clients of this process. See gateway/SPEC.md for the rules by id. */
export type Fanout = {
  connect(connection: Connection, permits: Permits): FanoutClient;
  disconnect(client: FanoutClient): void;
  follows(client: FanoutClient, key: ReplicantKey): boolean;
  /** Who follows a replicant now, in this process. */
  followers(key: ReplicantKey): { connection: Connection; isSlow: boolean }[];
  followerCount(key: ReplicantKey): number;
  /** Follows from now on without a starting state: every change is sent as it comes. */
  watch(client: FanoutClient, key: ReplicantKey, view?: View): void;
  /** Sends what this turn has gathered for a client so far, before an answer that must come after it. */
  flush(client: FanoutClient): void;
  /** Begins to follow before the state is read, so that nothing falls between; {@link settle} or {@link abandon} must come after it. */
  join(client: FanoutClient, key: ReplicantKey, view?: View): Subscription;
  /** The client is being told the state at `revision`: from here on it gets what follows. */
  settle(subscription: Subscription, revision: number): void;
  /** The state can't be had: the client doesn't follow, unless another request of its own is still asking. */
  abandon(subscription: Subscription): void;
  leave(subscription: Subscription): void;
  listen(client: FanoutClient, listenKey: string): void;
  unlisten(client: FanoutClient, listenKey: string): void;
  /** What this client may see has changed: its views are shown anew. */
  refreshViews(client: FanoutClient): void;
  /** How many clients have not been reading for a second. */
  slowClients(): number;
  close(): void;
};

export function createFanout({
  bus,
  log,
  read,
  stalledMs = 30_000,
  waitingItems = 256,
  times,
  tally = createTally(),
}: FanoutDeps): Fanout {
  const clients = new Set<FanoutClient>();
  const listeners: Listeners = new Map();
  /** Hear every message. */
  const nodecgClients = new Set<FanoutClient>();
  const channels = createChannels();
  const turn = createTurn((client, frame) => pressure.deliver(client, frame), times);
  const resync = createResync({ turn, log, read, retryMs: 500 });
  const pressure = createBackPressure({ log, resync, waitingItems, tally });
  const changes = createChangeDelivery({ channels, turn, resync });
  const stops = [
    bus.subscribe('replicant.changed', changes.changed),
    bus.subscribe('replicant.deleted', changes.deleted),
    bus.onGap(changes.missed),
    bus.subscribe('message.sent', (event) => sendMessage(event, { listeners, nodecgClients }, turn)),
    bus.subscribe('bundle.changed', ({ change }) =>
      sendTo(clients, (client) => concerns(client, change.bundle), turn, ['b', change]),
    ),
    bus.subscribe('graphic.commanded', ({ command }) =>
      sendTo(clients, (client) => isCommanded(client, command), turn, ['g', command]),
    ),
    bus.subscribe('replicant.changed', () => void (tally.changes += 1)),
    closeStalled(pressure.blocked, { stalledMs, tally, log }),
  ];

  return {
    connect(connection, permits) {
      const client = createFanoutClient(connection, permits);
      clients.add(client);
      if (connection.protocol === 'nodecg') nodecgClients.add(client);
      tally.connected[client.countedAs] += 1;
      return client;
    },
    disconnect(client) {
      client.closed = true;
      if (clients.delete(client)) tally.connected[client.countedAs] -= 1;
      nodecgClients.delete(client);
      pressure.blocked.delete(client);
      for (const subscription of [...client.subscriptions.values()]) channels.leave(subscription);
      for (const listenKey of [...client.listens]) forget(listeners, client, listenKey);
    },
    follows(client, key) {
      const channel = channels.find(key);
      return channel !== undefined && client.subscriptions.has(channel.id);
    },
    followers: (key) =>
      [...(channels.find(key)?.subscriptions ?? [])].map(({ client }) => ({
        connection: client.connection,
        isSlow: client.blockedSince !== undefined,
      })),
    followerCount: (key) => channels.find(key)?.subscriptions.size ?? 0,
    join(client, key, view) {
      const subscription = channels.join(client, key);
      subscription.view = view;
      if (subscription.joins === 0) subscription.missed = false;
      subscription.joins += 1;
      subscription.state = 'joining';
      return subscription;
    },
    watch(client, key, view) {
      const channel = channels.find(key);
      if (channel && client.subscriptions.has(channel.id)) return;
      const subscription = channels.join(client, key);
      subscription.view = view;
      subscription.state = 'live';
      subscription.revision = nextAsItComes;
    },
    flush(client) {
      if (client.news) turn.flush();
    },
    settle: changes.settle,
    abandon(subscription) {
      subscription.joins -= 1;
      if (subscription.joins === 0 && subscription.state === 'joining') channels.leave(subscription);
    },
    leave: (subscription) => channels.leave(subscription),
    listen(client, listenKey) {
      client.listens.add(listenKey);
      listeners.set(listenKey, (listeners.get(listenKey) ?? new Set()).add(client));
    },
    unlisten: (client, listenKey) => forget(listeners, client, listenKey),
    refreshViews(client) {
      for (const subscription of client.subscriptions.values()) if (subscription.view) changes.markDirty(subscription);
    },
    slowClients: () => [...pressure.blocked].filter((client) => blockedForMs(client) > slowMs).length,
    close() {
      for (const stop of stops) stop();
      turn.flush();
    },
  };
}

/** A client that is held up for less than this is an ordinary one on an ordinary network. */
const slowMs = 1_000;

function blockedForMs({ blockedSince }: FanoutClient): number {
  return blockedSince === undefined ? 0 : performance.now() - blockedSince;
}

/** Cuts off who has not been reading for too long: its line is dead, and it may come back on a new one. */
function closeStalled(
  blocked: ReadonlySet<FanoutClient>,
  { stalledMs, tally, log }: { stalledMs: number; tally: Tally; log: Log },
): () => void {
  const timer = setInterval(() => {
    for (const client of [...blocked]) {
      if (blockedForMs(client) <= stalledMs) continue;
      const { id, page, remote } = client.connection;
      log.warn('A client did not read for too long and was cut off; it may come back.', {
        connection: id,
        url: page.url,
        ...remote,
      });
      countCutOff(tally, 'not-reading');
      client.connection.close('This client has not been reading for too long.');
    }
  }, stalledMs / 6);
  timer.unref();
  return () => clearInterval(timer);
}
