import { keyOf, type ReplicantKey, type ReplicantPosition } from '#contract/replicant';
import { cellOf, readLive, type ReplicantContext } from './context.ts';
import { measureJson } from '#contract/measure-json';
import type { Resumption } from './types.ts';

/** What brings a client at `position` up to date at the least cost: nothing, the missed changes, or the whole value (SPEC.md R40 to R43). */
export async function resume(
  context: ReplicantContext,
  key: ReplicantKey,
  position: ReplicantPosition,
): Promise<Resumption | undefined> {
  const cell = cellOf(context, key);
  if (!cell) return undefined;
  const snapshot = await readLive(context, cell);
  if (position.revision === snapshot.revision && position.stamp === snapshot.stamp) return { kind: 'unchanged' };
  const missed = context.recent.since(keyOf(key), position, snapshot);
  if (!missed || measureJson(snapshot.value, missed.length) <= missed.length) return { kind: 'snapshot', snapshot };
  const changes = missed.changes.map((change) => ({ revision: change.to.revision, operations: change.operations }));
  return { kind: 'operations', changes, stamp: snapshot.stamp };
}
