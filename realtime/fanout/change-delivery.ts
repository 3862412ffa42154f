import type { BusEventOf } from '#contract/events';
import type { Snapshot } from '#contract/replicant';
import type { FrameItem } from '#contract/wire';
import { nextAsItComes, type Channel, type Channels, type Subscription } from './channels.ts';
import type { FanoutClient } from './client.ts';
import { changeItem } from './recipients.ts';
import type { Turn } from './turn.ts';

export type ChangeDelivery = {
  changed(event: BusEventOf<'replicant.changed'>): void;
  deleted(event: BusEventOf<'replicant.deleted'>): void;
  /** The bus lost events: everybody gets the newest state of everything. */
  missed(): void;
  /** The client gets the newest state as soon as it can. */
  markDirty(subscription: Subscription): void;
  /** The client is being told the state at `revision`: from here on it gets what follows. */
  settle(subscription: Subscription, revision: number): void;
};

/** Brings replicants' changes to their followers without a gap: whoever can't get the next revision gets the newest state. */
export function createChangeDelivery({
  channels,
  turn,
  resync,
}: {
  channels: Channels;
  turn: Turn;
  resync: (client: FanoutClient) => void;
}): ChangeDelivery {
  function markDirty(subscription: Subscription): void {
    if (subscription.state === 'joining') return void (subscription.missed = true);
    subscription.state = 'dirty';
    resync(subscription.client);
  }

  /** Of a stream only the newest state of a turn is sent, and a gap is none. */
  function streamed(channel: Channel, snapshot: Snapshot): void {
    channel.revision = snapshot.revision;
    const item: FrameItem = ['s', channel.id, snapshot];
    if (channel.streamed?.turn === turn.number) turn.replace(channel.streamed.index, item);
    else channel.streamed = { turn: turn.number, index: turn.add(item) };
    for (const subscription of channel.subscriptions) {
      if (subscription.state !== 'live' || snapshot.revision <= subscription.revision) continue;
      subscription.revision = snapshot.revision;
      if (subscription.streamedIn === turn.number) continue;
      subscription.streamedIn = turn.number;
      turn.address(subscription.client, channel.streamed.index);
    }
  }

  return {
    markDirty,
    changed(event) {
      const channel = channels.find(event.key);
      if (!channel) return;
      if (event.stream && event.snapshot) return streamed(channel, event.snapshot);
      channel.revision = event.revision;
      const index = turn.add(changeItem(channel, event));
      for (const subscription of channel.subscriptions) {
        if (subscription.revision === nextAsItComes) subscription.revision = event.revision - 1;
        if (subscription.state !== 'live' || event.revision <= subscription.revision) continue;
        if (subscription.view || event.revision !== subscription.revision + 1) {
          markDirty(subscription);
          continue;
        }
        subscription.revision = event.revision;
        turn.address(subscription.client, index);
      }
    },
    deleted({ key }) {
      const channel = channels.find(key);
      if (!channel) return;
      channel.endedAt = Math.max(channel.revision, ...[...channel.subscriptions].map(({ revision }) => revision));
      channel.revision = -1;
      const index = turn.add(['d', channel.id]);
      for (const subscription of channel.subscriptions) {
        if (subscription.state === 'joining') subscription.missed = true;
        if (subscription.state !== 'live') continue;
        subscription.revision = -1;
        turn.address(subscription.client, index);
      }
    },
    missed() {
      for (const channel of channels.all()) for (const subscription of channel.subscriptions) markDirty(subscription);
    },
    settle(subscription, revision) {
      subscription.joins -= 1;
      subscription.revision = revision;
      subscription.state = 'live';
      if (subscription.missed || subscription.channel.revision > revision) markDirty(subscription);
    },
  };
}
