import { keyOf, type Actor, type Snapshot } from '#contract/replicant';
import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import type { Cell, ReplicantContext } from './context.ts';
import type { StoreOutcome } from './waiters.ts';

/** A change that passed every check. `operationsLength` and `length` are characters: of the operations, and the bound for the whole value. */
export type CheckedChange = {
  current: Snapshot;
  value: Json | undefined;
  operations: Operation[];
  operationsLength: number;
  length: number;
  actor: Actor;
  origin?: string | undefined;
};

export type Committed = { snapshot: Snapshot; stored: Promise<StoreOutcome> | undefined };

/**
 * The only place where a replicant changes: compare-and-set, then everybody hears it, then it is on its way to storage. Undefined: another
 * process was faster, nothing happened. Call it under the key's lock.
 */
export async function commit(
  context: ReplicantContext,
  cell: Cell,
  change: CheckedChange,
  isAwaited: boolean,
): Promise<Committed | undefined> {
  const { current, operations, operationsLength, actor } = change;
  const { key } = cell;
  const snapshot: Snapshot = { value: change.value, revision: current.revision + 1, stamp: context.epoch };
  if (!(await context.store.compareAndSet(key, current.revision, snapshot))) return undefined;
  cell.length = change.length;
  const { revision, stamp } = snapshot;
  // Positions, not snapshots: a remembered change must not keep old values alive.
  const from = { revision: current.revision, stamp: current.stamp };
  context.recent.add(keyOf(key), { from, to: { revision, stamp }, operations, length: operationsLength });
  const stored = cell.persistent ? store(context, cell, change, snapshot, isAwaited) : undefined;
  context.bus.publish({
    type: 'replicant.changed',
    key,
    revision,
    stamp,
    operations,
    actor,
    ...(change.origin === undefined ? {} : { origin: change.origin }),
  });
  return { snapshot, stored };
}

function store(
  context: ReplicantContext,
  cell: Cell,
  change: CheckedChange,
  snapshot: Snapshot,
  isAwaited: boolean,
): Promise<StoreOutcome> | undefined {
  const entry = {
    fromRevision: change.current.revision,
    revision: snapshot.revision,
    stamp: snapshot.stamp,
    operations: change.operations,
    actor: change.actor,
    at: context.now(),
  };
  const one = { key: cell.key, entry, length: change.operationsLength, snapshot };
  if (isAwaited) return context.commits.appendAndWait(one);
  context.commits.append(one);
  return undefined;
}
