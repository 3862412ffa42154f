import { limits } from '#contract/limits';
import { failure, success, type Result } from '#contract/result';
import type { ReplicantError, ReplicantKey, ReplicantPosition, Snapshot } from '#contract/replicant';
import type { RequestPayload, Subscribed, SubscribedState } from '#contract/wire';
import type { Declared } from '#services/replicant/types';
import type { Subscription } from '../fanout/channels.ts';
import { refuse, type GatewayDeps, type Handlers, type Session } from './session.ts';

type SubscribeItem = RequestPayload<'subscribe'>['items'][number];

export const replicantHandlers: Handlers<
  'subscribe' | 'unsubscribe' | 'propose' | 'read' | 'history' | 'restore' | 'undo' | 'redo'
> = {
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

  async propose(
    { connection },
    { namespace, name, operations, baseRevision, baseStamp, onConflict, durable, origin, idempotencyKey },
    { replicants },
  ) {
    const options = origin === undefined ? { durable } : { durable, origin };
    const change = {
      key: { namespace, name },
      operations,
      baseRevision,
      onConflict,
      ...(baseStamp === undefined ? {} : { baseStamp }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    };
    return toPosition(await replicants.propose(change, connection.actor, options));
  },

  history({ connection }, { limit, before, ...key }, { replicants }) {
    if (connection.kind === 'graphics') return refuseGraphic();
    return answered(async () => success(await replicants.history(key, before === undefined ? { limit } : { limit, before })));
  },

  restore({ connection }, { revision, ...key }, { replicants }) {
    if (connection.kind === 'graphics') return refuseGraphic();
    return answered(async () => toPosition(await replicants.restore(key, revision, connection.actor)));
  },

  undo({ connection }, key, { replicants }) {
    if (connection.kind === 'graphics') return refuseGraphic();
    return answered(() => replicants.undo(key, connection.actor));
  },

  redo({ connection }, key, { replicants }) {
    if (connection.kind === 'graphics') return refuseGraphic();
    return answered(() => replicants.redo(key, connection.actor));
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

function toPosition(result: Result<Snapshot, ReplicantError>): Result<ReplicantPosition, ReplicantError> {
  return result.ok ? success({ revision: result.value.revision, stamp: result.value.stamp }) : result;
}

/** A graphic shows the present: what was before, and who did it, is for dashboards and extensions. */
function refuseGraphic() {
  return refuse('forbidden', 'Graphics can’t look into the history. Ask the extension to do it.');
}

/** The history is in the database: without it nothing can be told, and nothing has changed. */
async function answered<T>(work: () => Promise<Result<T, ReplicantError>>): Promise<Result<T, ReplicantError>> {
  try {
    return await work();
  } catch {
    return failure({
      code: 'not-durable',
      message: 'The history can’t be read, because the database does not answer. Nothing was changed; try again.',
    });
  }
}

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
  return {
    channel: channel.id,
    state,
    persistent,
    ...(kind === 'value' ? {} : { replicantKind: kind }),
    ...(schema ? { schema } : {}),
  };
}

function keyFrom({ namespace, name }: ReplicantKey): ReplicantKey {
  return { namespace, name };
}
