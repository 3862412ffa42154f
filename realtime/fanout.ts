import type { ReplicantKey, Snapshot } from '#contract/replicant';
import type { Connection } from '#ports/connection';
import type { EventBus } from '#ports/event-bus';
import type { Log } from '#ports/log';
import { createBackPressure } from './fanout/back-pressure.ts';
import { createChannels, type Channel, type Subscription } from './fanout/channels.ts';
import { createFanoutClient, type FanoutClient } from './fanout/client.ts';
import { createResync } from './fanout/resync.ts';
import { changeItem, isCommanded, concerns, forget, sendMessage } from './fanout/recipients.ts';
import { createTurn } from './fanout/turn.ts';

export type FanoutDeps = {
  bus: EventBus;
  log: Log;
  read: (key: ReplicantKey) => Promise<Snapshot | undefined>;
  /** A client that doesn't read for this long is closed. */
  stalledMs?: number;
  waitingItems?: number;
};

/** Where an event reaches the clients of this process. See gateway/SPEC.md for the rules by id. */
export type Fanout = {
  connect(connection: Connection): FanoutClient;
  disconnect(client: FanoutClient): void;
  /** Begins to follow before the state is read, so that nothing falls between; {@link settle} or {@link leave} must come after it. */
  join(client: FanoutClient, key: ReplicantKey): Subscription;
  /** The client is being told the state at `revision`: from here on it gets what follows. */
  settle(subscription: Subscription, revision: number): void;
  leave(subscription: Subscription): void;
  listen(client: FanoutClient, listenKey: string): void;
  unlisten(client: FanoutClient, listenKey: string): void;
  close(): void;
};

export function createFanout({ bus, log, read, stalledMs = 30_000, waitingItems = 256 }: FanoutDeps): Fanout {
  const clients = new Set<FanoutClient>();
  const listeners = new Map<string, Set<FanoutClient>>();
  const channels = createChannels();
  const turn = createTurn((client, frame) => pressure.deliver(client, frame));
  const resync = createResync({ turn, log, read, retryMs: 500 });
  const pressure = createBackPressure({ log, resync, waitingItems });

  function markDirty(subscription: Subscription): void {
    if (subscription.state === 'joining') return;
    subscription.state = 'dirty';
    resync(subscription.client);
  }

  function onDeleted(channel: Channel | undefined): void {
    if (!channel) return;
    channel.revision = -1;
    const index = turn.add(['d', channel.id]);
    for (const subscription of channel.subscriptions) {
      subscription.missed = subscription.state === 'joining';
      if (subscription.state !== 'live') continue;
      subscription.revision = -1;
      turn.address(subscription.client, index);
    }
  }

  const stops = [
    bus.subscribe('replicant.changed', (event) => {
      const channel = channels.find(event.key);
      if (!channel) return;
      channel.revision = event.revision;
      const index = turn.add(changeItem(channel, event));
      for (const subscription of channel.subscriptions) {
        if (subscription.state !== 'live' || event.revision <= subscription.revision) continue;
        if (event.revision !== subscription.revision + 1) {
          markDirty(subscription);
          continue;
        }
        subscription.revision = event.revision;
        turn.address(subscription.client, index);
      }
    }),
    bus.subscribe('replicant.deleted', ({ key }) => onDeleted(channels.find(key))),
    bus.subscribe('message.sent', (event) => sendMessage(event, listeners, turn)),
    bus.subscribe('bundle.changed', ({ change }) => {
      const index = turn.add(['b', change]);
      for (const client of clients) if (concerns(client.connection, change.bundle)) turn.address(client, index);
    }),
    bus.subscribe('graphic.commanded', ({ command }) => {
      const index = turn.add(['g', command]);
      for (const client of clients) if (isCommanded(client.connection, command)) turn.address(client, index);
    }),
    bus.onGap(() => {
      for (const channel of channels.all()) for (const subscription of channel.subscriptions) markDirty(subscription);
    }),
  ];

  const watch = setInterval(() => {
    for (const client of pressure.blocked) {
      if (client.blockedSince !== undefined && performance.now() - client.blockedSince > stalledMs) client.connection.close('This client has not been reading for too long.');
    }
  }, stalledMs / 6);
  watch.unref();

  return {
    connect(connection) {
      const client = createFanoutClient(connection);
      clients.add(client);
      return client;
    },
    disconnect(client) {
      client.closed = true;
      clients.delete(client);
      pressure.blocked.delete(client);
      for (const subscription of [...client.subscriptions.values()]) channels.leave(subscription);
      for (const listenKey of [...client.listens]) forget(listeners, client, listenKey);
    },
    join(client, key) {
      const subscription = channels.join(client, key);
      subscription.state = 'joining';
      subscription.missed = false;
      return subscription;
    },
    settle(subscription, revision) {
      subscription.revision = revision;
      subscription.state = 'live';
      if (subscription.missed || subscription.channel.revision > revision) markDirty(subscription);
    },
    leave: (subscription) => channels.leave(subscription),
    listen(client, listenKey) {
      client.listens.add(listenKey);
      const group = listeners.get(listenKey) ?? new Set();
      listeners.set(listenKey, group.add(client));
    },
    unlisten: (client, listenKey) => forget(listeners, client, listenKey),
    close() {
      clearInterval(watch);
      for (const stop of stops) stop();
      turn.flush();
    },
  };
}
