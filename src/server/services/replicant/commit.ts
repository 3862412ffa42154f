import { keyOf, type Actor, type HistoryCause, type HistoryEntry, type Snapshot } from '#contract/replicant';
import type { Json } from '#contract/json';
import type { PlainOperation } from '#contract/operations';
import type { Cell, ReplicantContext } from './context.ts';
import type { RecentChange } from './recent-changes.ts';
import type { StoreOutcome } from './waiters.ts';

/** A change that passed every check. Lengths are characters: of the operations and of what undoes them; `length` is the bound for the whole value. */
export type CheckedChange = {
  current: Snapshot;
  value: Json | undefined;
  operations: PlainOperation[];
  operationsLength: number;
  inverse: PlainOperation[];
  inverseLength: number;
  length: number;
  actor: Actor;
  origin?: string | undefined;
  rewritten?: boolean | undefined;
  cause?: HistoryCause | undefined;
  idempotencyKey?: string | undefined;
  proposed?: RecentChange['proposed'];
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
  const { current } = change;
  const snapshot: Snapshot = { value: change.value, revision: current.revision + 1, stamp: context.epoch };
  if (!(await context.store.compareAndSet(cell.key, current.revision, snapshot))) return undefined;
  note(context, cell, change, snapshot);
  const stored = cell.persistent ? store(context, cell, change, snapshot, isAwaited) : undefined;
  publish(context, cell, change, snapshot);
  return { snapshot, stored };
}

function note(context: ReplicantContext, cell: Cell, change: CheckedChange, { revision, stamp }: Snapshot): void {
  const id = keyOf(cell.key);
  const at = context.now();
  cell.length = change.length;
  cell.isValid = true;
  cell.meter.add(change.operationsLength);
  cell.lastChange = { at, actor: change.actor };
  if (change.idempotencyKey !== undefined) context.idempotency.add(id, change.idempotencyKey, { revision, stamp, at });
  if (cell.kind === 'stream') return;
  const { current, operations, inverse, actor, proposed } = change;
  // Positions, not snapshots: a remembered change must not keep old values alive, unless its replicant merges by them.
  const from = { revision: current.revision, stamp: current.stamp };
  const kept = cell.merge ? { inverse, ...(proposed ? { proposed } : {}) } : {};
  const keptLength = cell.merge ? change.inverseLength + (proposed ? change.operationsLength : 0) : 0;
  const length = change.operationsLength + keptLength;
  context.recent.add(id, { from, to: { revision, stamp }, operations, actor, length, ...kept });
}

function publish({ bus }: ReplicantContext, { key, kind }: Cell, change: CheckedChange, snapshot: Snapshot): void {
  const { revision, stamp } = snapshot;
  bus.publish({
    type: 'replicant.changed',
    key,
    revision,
    stamp,
    operations: change.operations,
    actor: change.actor,
    ...(change.origin === undefined ? {} : { origin: change.origin }),
    ...(change.rewritten ? { rewritten: true as const } : {}),
    ...(kind === 'stream' ? { stream: true as const, snapshot } : {}),
  });
}

function store(
  context: ReplicantContext,
  cell: Cell,
  change: CheckedChange,
  snapshot: Snapshot,
  isAwaited: boolean,
): Promise<StoreOutcome> | undefined {
  const { cause, idempotencyKey } = change;
  const entry: HistoryEntry = {
    fromRevision: change.current.revision,
    revision: snapshot.revision,
    stamp: snapshot.stamp,
    operations: change.operations,
    inverse: change.inverse,
    actor: change.actor,
    at: context.now(),
    ...(cause ? { cause } : {}),
    ...(idempotencyKey === undefined ? {} : { idempotencyKeys: [idempotencyKey] }),
  };
  const one = { key: cell.key, entry, length: change.operationsLength, inverseLength: change.inverseLength, snapshot };
  if (isAwaited) return context.commits.appendAndWait(one);
  context.commits.append(one);
  return undefined;
}
