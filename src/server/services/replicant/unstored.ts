import { applyOperations } from '#contract/apply-operations';
import { overwrite } from '#contract/diff-operations';
import { limits } from '#contract/limits';
import type { Operation } from '#contract/operations';
import { serverActor, type Actor, type HistoryEntry, type ReplicantKey, type Snapshot } from '#contract/replicant';
import { measureJson } from '#contract/measure-json';
import { replacesRoot } from './measure-json.ts';

/** A committed change on its way to the log. Lengths in characters: of its operations, and of what undoes them. */
export type Commit = { key: ReplicantKey; entry: HistoryEntry; length: number; inverseLength: number; snapshot: Snapshot };

type Row = {
  entry: HistoryEntry;
  length: number;
  inverseLength: number;
  /** When its first change was made. */ since: number;
  mayMerge: boolean;
};

/** What one replicant has that isn't stored yet. */
export type Unstored = {
  key: ReplicantKey;
  /** When its oldest change came, in milliseconds of the monotonic clock. */
  since: number;
  rows: Row[];
  operations: number;
  length: number;
  /** The state after the last row; absent while there is only a deletion. */
  snapshot: Snapshot | undefined;
  /** Its older rows must go first. */
  deleted: boolean;
  /** Write the whole value, too. */
  checkpoint: boolean;
  /** The log refused its content this often; it isn't tried again before `notBefore` (milliseconds, `performance.now`). */
  refusals: number;
  notBefore: number;
  /** Below both of these it isn't worth asking whether the value itself is shorter. */
  collapseAt: { operations: number; length: number };
};

/** One history row holds no more, so that replay and paging stay cheap. */
const maxRowOperations = 1_000;
const collapseLength = 1024 * 1024;
/** Changes of one author that nobody waits for share a row for so long. */
const burstMs = 500;

export function emptyUnstored(key: ReplicantKey): Unstored {
  return {
    key,
    since: performance.now(),
    rows: [],
    operations: 0,
    length: 0,
    snapshot: undefined,
    deleted: false,
    checkpoint: false,
    refusals: 0,
    notBefore: 0,
    collapseAt: { operations: maxRowOperations, length: collapseLength },
  };
}

/**
 * Adds a change. Changes that nobody waits for join the row before them if it has the same author. However long storage is away, what
 * waits stays in the order of the value: longer than that, and it becomes one overwrite by the last author.
 */
export function addCommit(unstored: Unstored, commit: Commit, mayMerge: boolean): void {
  const last = unstored.rows.at(-1);
  const { entry, length, inverseLength } = commit;
  const row: Row = { entry, length, inverseLength, since: entry.at, mayMerge };
  if (last && canJoin(last, row)) join(unstored, last, row);
  else append(unstored, row);
  unstored.snapshot = commit.snapshot;
  if (unstored.refusals > 0) return collapse(unstored);
  if (unstored.operations <= unstored.collapseAt.operations && unstored.length <= unstored.collapseAt.length) return;
  if (measureJson(commit.snapshot.value, unstored.length) <= unstored.length) collapse(unstored);
  else unstored.collapseAt = { operations: 2 * unstored.operations, length: 2 * unstored.length };
}

function append(unstored: Unstored, row: Row): void {
  unstored.rows.push(row);
  unstored.operations += row.entry.operations.length;
  unstored.length += row.length + row.inverseLength;
}

function canJoin(last: Row, row: Row): boolean {
  const [a, b] = [last.entry, row.entry];
  const isSameAuthor = a.actor.id === b.actor.id && a.actor.kind === b.actor.kind && a.actor.role === b.actor.role;
  const operations = lastOverwrite(b.operations) === undefined ? a.operations.length + b.operations.length : b.operations.length;
  const isByHand = a.cause === undefined && b.cause === undefined;
  // A change with a key of its own is one press; and what took longer than a burst is more than one step to undo.
  const isBurst = a.idempotencyKeys === undefined && b.idempotencyKeys === undefined && b.at - last.since <= burstMs;
  const inverses = (a.inverse?.length ?? 0) + (b.inverse?.length ?? 0);
  const isShort = operations <= maxRowOperations && inverses <= maxRowOperations;
  return last.mayMerge && row.mayMerge && isSameAuthor && isByHand && isBurst && a.stamp === b.stamp && isShort;
}

function join(unstored: Unstored, last: Row, row: Row): void {
  const from = lastOverwrite(row.entry.operations);
  const operations = from === undefined ? [...last.entry.operations, ...row.entry.operations] : row.entry.operations.slice(from);
  const length = from === undefined ? last.length + row.length : row.length;
  const isInverseWhole = last.entry.inverse !== undefined && lastOverwrite(last.entry.inverse) !== undefined;
  const inverseLength = isInverseWhole ? last.inverseLength : last.inverseLength + row.inverseLength;
  unstored.operations += operations.length - last.entry.operations.length;
  unstored.length += length + inverseLength - last.length - last.inverseLength;
  last.entry = {
    ...row.entry,
    fromRevision: last.entry.fromRevision,
    operations,
    ...inverseOf(row.entry, last.entry),
  };
  last.length = length;
  last.inverseLength = inverseLength;
}

/** What undoes both: the later one first. Nothing before an overwrite of the root matters. */
function inverseOf(later: HistoryEntry, earlier: HistoryEntry): Pick<HistoryEntry, 'inverse'> {
  if (!later.inverse || !earlier.inverse) return {};
  const from = lastOverwrite(earlier.inverse);
  return { inverse: from === undefined ? [...later.inverse, ...earlier.inverse] : earlier.inverse.slice(from) };
}

/** Those that a retry may still come for. */
function keysOf(entries: HistoryEntry[], now: number): Pick<HistoryEntry, 'idempotencyKeys'> {
  const young = entries.filter(({ at }) => now - at <= limits.idempotencyMs);
  const idempotencyKeys = young.flatMap((entry) => entry.idempotencyKeys ?? []).slice(-maxRowOperations);
  return idempotencyKeys.length === 0 ? {} : { idempotencyKeys };
}

/** Where the last overwrite of the root is: nothing before it matters. */
function lastOverwrite(operations: Operation[]): number | undefined {
  const index = operations.findLastIndex((operation) => replacesRoot([operation]));
  return index < 0 ? undefined : index;
}

/**
 * Turns all rows into one overwrite with the newest value. Where several had a part in it nobody is its author: else the undo of the last would take
 * back what the others did.
 */
export function collapse(unstored: Unstored): void {
  const [first, last] = [unstored.rows[0], unstored.rows.at(-1)];
  if (!first || !last || !unstored.snapshot) return;
  const before = valueBefore(unstored);
  const { cause: _, inverse: __, ...rest } = last.entry;
  const entry: HistoryEntry = {
    ...rest,
    fromRevision: first.entry.fromRevision,
    actor: authorOf(unstored.rows),
    operations: [overwrite(unstored.snapshot.value)],
    ...(before ? { inverse: [overwrite(before.value)] } : {}),
    ...keysOf(
      unstored.rows.map((row) => row.entry),
      last.entry.at,
    ),
  };
  const length = measureJson(unstored.snapshot.value);
  const inverseLength = measureJson(before?.value);
  unstored.rows = [{ entry, length, inverseLength, since: entry.at, mayMerge: true }];
  unstored.operations = 1;
  unstored.length = length + inverseLength;
  unstored.collapseAt = { operations: maxRowOperations, length: collapseLength + length + inverseLength };
}

function authorOf(rows: Row[]): Actor {
  const last = rows.at(-1)?.entry.actor ?? serverActor;
  return rows.every(({ entry: { actor } }) => actor.kind === last.kind && actor.id === last.id) ? last : serverActor;
}

function valueBefore({ rows, snapshot }: Unstored): { value: Snapshot['value'] } | undefined {
  let value = snapshot?.value;
  for (const { entry } of rows.toReversed()) {
    const before = entry.inverse && applyOperations(value, entry.inverse);
    if (!before?.ok) return undefined;
    ({ value } = before);
  }
  return { value };
}

/** Puts what the log refused back before what came since, as the newest value alone: that one may be fine again. */
export function rejoin(refused: Unstored, since: Unstored | undefined, notBefore: number): Unstored {
  const retry = { refusals: refused.refusals + 1, notBefore };
  // A replicant that was deleted meanwhile needs nothing of what came before.
  if (since?.deleted) return { ...since, ...retry };
  const joined: Unstored = {
    ...refused,
    ...retry,
    rows: [...refused.rows, ...(since?.rows ?? [])],
    snapshot: since?.snapshot ?? refused.snapshot,
    checkpoint: refused.checkpoint || since?.checkpoint === true,
  };
  collapse(joined);
  return joined;
}

/** How many revisions wait. */
export function countUnstored(all: Iterable<Unstored>): number {
  let count = 0;
  for (const unstored of all) {
    for (const row of unstored.rows) count += row.entry.revision - row.entry.fromRevision;
    if (unstored.rows.length === 0) count += 1;
  }
  return count;
}

/** How long the oldest has been waiting, in milliseconds; 0 when nothing waits. */
export function oldestUnstoredMs(all: Iterable<Unstored>): number {
  let oldest = Infinity;
  for (const { since } of all) oldest = Math.min(oldest, since);
  return oldest === Infinity ? 0 : performance.now() - oldest;
}
