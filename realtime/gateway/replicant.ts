import { limits } from '#contract/limits';
import { failure, success } from '#contract/result';
import type { ReplicantKey } from '#contract/replicant';
import type { RequestPayload, Subscribed, SubscribedState } from '#contract/wire';
import type { Declared } from '#services/replicant/types';
import type { Subscription } from '../fanout/channels.ts';
import { refuse, type GatewayDeps, type Handlers, type Session } from './session.ts';

type SubscribeItem = RequestPayload<'subscribe'>['items'][number];

export const replicantHandlers: Handlers<'subscribe' | 'unsubscribe' | 'propose' | 'read'> = {
  async subscribe(session, { items }, deps) {
    const added = items.filter((item) => !deps.fanout.follows(session.client, keyFrom(item)));
    if (session.client.subscriptions.size + added.length > limits.subscriptionsPerSocket) {
      return refuse(
        'too-many',
        `A page may follow ${limits.subscriptionsPerSocket} replicants. Unsubscribe from those that it doesn't show.`,
      );
    }
    // Follow first, read after: a change in between is then known and made up for when the subscription settles.
    const subscriptions = items.map((item) => deps.fanout.join(session.client, keyFrom(item)));
    try {
      return success({ items: await start(session, items, subscriptions, deps) });
    } catch (error) {
      for (const subscription of subscriptions) deps.fanout.abandon(subscription);
      throw error;
    }
  },

  unsubscribe({ client }, { channels }, { fanout }) {
    for (const channel of channels) {
      const subscription = client.subscriptions.get(channel);
      if (subscription) fanout.leave(subscription);
    }
    return success(null);
  },

  async propose({ connection }, { operations, baseRevision, onConflict, durable, origin, ...key }, { replicants }) {
    const options = origin === undefined ? { durable } : { durable, origin };
    const result = await replicants.propose({ key, operations, baseRevision, onConflict }, connection.actor, options);
    return result.ok ? success({ revision: result.value.revision, stamp: result.value.stamp }) : result;
  },

  async read(_session, key, { replicants }) {
    const snapshot = await replicants.read(key);
    if (snapshot) return success(snapshot);
    return failure({
      code: 'not-declared',
      message: `Nobody has declared the replicant "${key.name}" of "${key.namespace}". Check its name, or declare it first.`,
    });
  },
};

async function start(
  session: Session,
  items: SubscribeItem[],
  subscriptions: Subscription[],
  { replicants, fanout }: GatewayDeps,
) {
  const declared = await replicants.declareMany(
    items.map((item) => ({ key: keyFrom(item), options: item.declare ?? {} })),
    session.connection.actor,
  );
  const resumed = await Promise.all(
    items.map(async (item, index) =>
      item.have && declared[index]?.ok ? replicants.resume(keyFrom(item), item.have) : undefined,
    ),
  );
  // From here to the answer nothing else runs, so no change can come between a state and the subscription's beginning.
  return subscriptions.map((subscription, index) => {
    const result = declared[index];
    if (!result?.ok) {
      fanout.abandon(subscription);
      return result ?? failure({ code: 'not-declared' as const, message: 'The replicant could not be declared.' });
    }
    const state: SubscribedState = resumed[index] ? toState(resumed[index]) : { kind: 'snapshot', ...result.value.snapshot };
    fanout.settle(subscription, revisionOf(state, items[index]));
    return success(toSubscribed(subscription, state, result.value));
  });
}

function toState(resumption: NonNullable<Awaited<ReturnType<GatewayDeps['replicants']['resume']>>>): SubscribedState {
  return resumption.kind === 'snapshot' ? { kind: 'snapshot', ...resumption.snapshot } : resumption;
}

function revisionOf(state: SubscribedState, item: SubscribeItem | undefined): number {
  if (state.kind === 'snapshot') return state.revision;
  const last = state.kind === 'operations' ? state.changes.at(-1)?.revision : undefined;
  return last ?? item?.have?.revision ?? -1;
}

function toSubscribed({ channel }: Subscription, state: SubscribedState, { persistent, kind, schema }: Declared): Subscribed {
  const subscribed: Subscribed = { channel: channel.id, state, persistent };
  return { ...subscribed, ...(kind === 'value' ? {} : { replicantKind: kind }), ...(schema ? { schema } : {}) };
}

function keyFrom({ namespace, name }: ReplicantKey): ReplicantKey {
  return { namespace, name };
}
