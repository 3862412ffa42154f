import type { Log } from '#ports/log';
import type { ReplicantKey, Snapshot } from '#contract/replicant';
import type { Subscription } from './channels.ts';
import type { FanoutClient } from './client.ts';
import type { Turn } from './turn.ts';

export type ResyncDeps = { turn: Turn; log: Log; read: (key: ReplicantKey) => Promise<Snapshot | undefined>; retryMs: number };

/** Sends the newest state of every dirty subscription of a client, through the turn, so that later changes follow it in order. */
export function createResync({ turn, log, read, retryMs }: ResyncDeps): (client: FanoutClient) => void {
  const isWaiting = ({ client, state, channel }: Subscription) =>
    state === 'dirty' && !client.closed && client.blockedSince === undefined && client.subscriptions.has(channel.id);

  async function refresh(subscription: Subscription): Promise<void> {
    const { channel, client } = subscription;
    let snapshot = await read(channel.key);
    // A change that was published while this was being read is not in it, and was not sent either: rather once more than twice.
    for (let tries = 0; tries < 3 && snapshot && snapshot.revision < channel.revision; tries++)
      snapshot = await read(channel.key);
    if (!isWaiting(subscription)) return;
    if (!snapshot) {
      subscription.state = 'live';
      subscription.revision = -1;
      return turn.address(client, turn.add(['d', channel.id]));
    }
    turn.address(client, turn.add(['s', channel.id, subscription.view?.(snapshot) ?? snapshot]));
    subscription.revision = snapshot.revision;
    subscription.state = channel.revision > snapshot.revision ? 'dirty' : 'live';
  }

  async function run(client: FanoutClient): Promise<void> {
    for (;;) {
      const dirty = [...client.subscriptions.values()].filter(isWaiting);
      if (dirty.length === 0) return;
      await Promise.all(dirty.map(refresh));
      await nextTurn();
    }
  }

  return function resync(client) {
    if (client.resyncing) return;
    client.resyncing = true;
    run(client)
      .then(() => {
        client.resyncing = false;
      })
      .catch((error: unknown) => {
        log.warn('A client could not be brought up to date; trying again.', {
          connection: client.connection.id,
          error: String(error),
        });
        setTimeout(() => {
          client.resyncing = false;
          resync(client);
        }, retryMs).unref();
      });
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
