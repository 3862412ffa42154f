import { limits } from '#contract/limits';
import { failure, success, type Result } from '#contract/result';
import type { ReplicantError, ReplicantKey } from '#contract/replicant';
import type { RequestPayload, Subscribed, SubscribedState } from '#contract/wire';
import type { Declared, Resumption } from '#services/replicant/types';
import type { Subscription } from '../fanout/channels.ts';
import type { EncodedReply } from './encoded-reply.ts';
import { declareAllowed } from './entry/declare-allowed.ts';
import { forbiddenText } from './entry/rules.ts';
import { refuse, type GatewayDeps, type Handler, type Session } from './session.ts';
import type { Started } from './subscribe-answers.ts';

type Payload = RequestPayload<'subscribe'>;
type SubscribeItem = Payload['items'][number];

/** Declares and follows many replicants; the answer is made once for all who ask the same while nothing changes. */
export const subscribe: Handler<'subscribe'> = async (session, payload, deps) => {
  const { fanout } = deps;
  const { items } = payload;
  const { permits } = session;
  const isAllowed = permits.isFree ? () => true : (item: SubscribeItem) => permits.mayRead(item);
  const added = items.filter((item) => !fanout.follows(session.client, item));
  if (session.client.subscriptions.size + added.length > limits.subscriptionsPerSocket) {
    return refuse(
      'too-many',
      `A page may follow ${limits.subscriptionsPerSocket} replicants. Unsubscribe from those that it doesn't show.`,
    );
  }
  // Follow first, read after: a change in between is then known and made up for when the subscription settles.
  const subscriptions = items.map((item) =>
    isAllowed(item) ? fanout.join(session.client, item, permits.viewOf(item)) : undefined,
  );
  try {
    return await start(session, payload, subscriptions, deps);
  } catch (error) {
    for (const subscription of subscriptions) if (subscription) fanout.abandon(subscription);
    throw error;
  }
};

/** Undefined: this one may not be followed. */
type Wanted = (Subscription | undefined)[];

async function start(
  { connection, permits }: Session,
  payload: Payload,
  subscriptions: Wanted,
  { replicants, fanout, answers }: GatewayDeps,
): Promise<EncodedReply> {
  const declared = await declareAllowed(payload.items, {
    actor: connection.actor,
    ...{ permits, replicants, isRefused: (index) => !subscriptions[index] },
  });
  const isOrdinary = subscriptions.every((subscription) => subscription && !subscription.view);
  const channels = subscriptions.map((subscription) => subscription?.channel.id ?? -1);
  const known = isOrdinary ? answers.find(payload, declared, channels) : undefined;
  if (known) {
    subscriptions.forEach((subscription, index) => subscription && fanout.settle(subscription, known.revisions[index] ?? -1));
    return known.reply;
  }
  const resumed = await Promise.all(
    payload.items.map(async (item, index) =>
      subscriptions[index]?.view ? undefined : resume(item, declared[index], replicants),
    ),
  );
  // From here to the answer nothing else runs, so no change can come between a state and the subscription's beginning.
  const started = subscriptions.map((subscription, index): Started => {
    if (!subscription) return refused(payload.items[index]);
    const { key } = subscription.channel;
    const result = declared[index];
    if (!result?.ok) {
      fanout.abandon(subscription);
      return { key, result: result ?? notDeclared(), declared: undefined, revision: -1 };
    }
    const snapshot = subscription.view?.(result.value.snapshot) ?? result.value.snapshot;
    const state: SubscribedState = resumed[index] ? toState(resumed[index]) : { kind: 'snapshot', ...snapshot };
    const revision = revisionOf(state, payload.items[index]);
    fanout.settle(subscription, revision);
    const own = success(toSubscribed(subscription, state, result.value));
    return { key, result: own, declared: subscription.view ? undefined : result.value, revision };
  });
  return answers.make(payload, started);
}

/** The same whether it exists or not. */
function refused(item: SubscribeItem | undefined): Started {
  const key: ReplicantKey = { namespace: item?.namespace ?? '', name: item?.name ?? '' };
  return { key, result: failure({ code: 'forbidden', message: forbiddenText }), declared: undefined, revision: -1 };
}

async function resume(
  { namespace, name, have }: SubscribeItem,
  declared: Result<Declared, ReplicantError> | undefined,
  replicants: GatewayDeps['replicants'],
): Promise<Resumption | undefined> {
  if (!have || !declared?.ok) return undefined;
  const { revision, stamp } = declared.value.snapshot;
  // The state that was just read: nobody has to be asked.
  if (have.revision === revision && have.stamp === stamp) return { kind: 'unchanged' };
  return replicants.resume({ namespace, name }, have);
}

function notDeclared(): Result<never, ReplicantError> {
  return failure({ code: 'not-declared', message: 'The replicant could not be declared.' });
}

function toState(resumption: Resumption): SubscribedState {
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
