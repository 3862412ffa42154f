import { keyOf, type ReplicantKey, type Snapshot } from '#contract/replicant';
import type { FanoutClient } from './client.ts';

/** One replicant that somebody follows. Its id is never used again in this server run. */
export type Channel = {
  readonly id: number;
  readonly key: ReplicantKey;
  /** The newest revision that the bus told; -1 while it told none. */
  revision: number;
  /** The last revision that followers knew when the replicant was deleted; negative while it wasn't, or none was known. */
  endedAt: number;
  readonly subscriptions: Set<Subscription>;
  /** Where a stream's state stands in the turn of that number. */
  streamed?: { turn: number; index: number };
};

/**
 * - `joining`: its starting state is being read; nothing is sent.
 * - `live`: the client is at `revision` once it has read what was sent to it.
 * - `dirty`: the client missed changes; it gets a snapshot as soon as it can.
 */
export type Subscription = {
  readonly channel: Channel;
  readonly client: FanoutClient;
  state: 'joining' | 'live' | 'dirty';
  revision: number;
  /** The last turn in which it got a stream's state. */
  streamedIn?: number;
  /** Something happened while joining that revisions don't tell. */ missed: boolean;
  /** Requests that ask for its starting state now. */ joins: number;
  /** What of a state its client may see: then it gets states, and never changes. */
  view?: View | undefined;
};

/** The same revision with what somebody may see of its value. */
export type View = (snapshot: Snapshot) => Snapshot;

/** A revision that nobody knows: the next change is taken as it comes. Not -1, which is that of a deleted replicant. */
export const nextAsItComes = -2;

export type Channels = {
  find(key: ReplicantKey): Channel | undefined;
  /** The client's subscription of this replicant, made if it has none. */
  join(client: FanoutClient, key: ReplicantKey): Subscription;
  leave(subscription: Subscription): void;
  all(): Iterable<Channel>;
};

/** The replicants that somebody follows, and who does. */
export function createChannels(): Channels {
  const byKey = new Map<string, Channel>();
  let lastId = 0;

  function open(key: ReplicantKey): Channel {
    const channel: Channel = {
      id: ++lastId,
      key: { namespace: key.namespace, name: key.name },
      revision: -1,
      endedAt: -1,
      subscriptions: new Set(),
    };
    byKey.set(keyOf(key), channel);
    return channel;
  }

  return {
    find: (key) => byKey.get(keyOf(key)),
    join(client, key) {
      const channel = byKey.get(keyOf(key)) ?? open(key);
      const existing = client.subscriptions.get(channel.id);
      if (existing) return existing;
      const subscription: Subscription = { channel, client, state: 'joining', revision: -1, missed: false, joins: 0 };
      channel.subscriptions.add(subscription);
      client.subscriptions.set(channel.id, subscription);
      return subscription;
    },
    leave({ channel, client }) {
      const subscription = client.subscriptions.get(channel.id);
      if (!subscription) return;
      client.subscriptions.delete(channel.id);
      channel.subscriptions.delete(subscription);
      if (channel.subscriptions.size === 0 && byKey.get(keyOf(channel.key)) === channel) byKey.delete(keyOf(channel.key));
    },
    all: () => byKey.values(),
  };
}
