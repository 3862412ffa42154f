import type { ReplicantKey } from '#contract/replicant';
import type { Acknowledge, NodecgDeps, NodecgSession } from './session.ts';

/** An acknowledgement; `revision` is that of the state that it carries, if it carries one. */
export type StateAnswer = { args: unknown[]; revision?: number };

/**
 * Acknowledges with a state in such an order that NodeCG's clients, which take an answer's value and the next revision at their word,
 * neither miss a change nor apply one twice: changes that are in the state are written before it, those that aren't come after it.
 */
export async function answerWithState(
  { client, permits }: NodecgSession,
  key: ReplicantKey,
  { deps: { fanout }, acknowledge }: { deps: NodecgDeps; acknowledge: Acknowledge },
  make: () => Promise<StateAnswer>,
): Promise<void> {
  // While it is joining nothing of it is sent, so what this turn has gathered of it by now is older than the state.
  const subscription = fanout.follows(client, key) ? fanout.join(client, key, permits.viewOf(key)) : undefined;
  let revision = -1;
  try {
    const answer = await make();
    fanout.flush(client);
    acknowledge?.(...answer.args);
    revision = answer.revision ?? -1;
  } finally {
    // Whatever came meanwhile makes it dirty, and the newest state follows.
    if (subscription) fanout.settle(subscription, revision);
  }
}
