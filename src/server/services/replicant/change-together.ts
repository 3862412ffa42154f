import { keyOf, type Actor, type HistoryCause, type ReplicantError, type ReplicantKey, type Snapshot } from '#contract/replicant';
import type { Json } from '#contract/json';
import { failure, success, type Result } from '#contract/result';
import { isSameJson } from '#contract/same-json';
import { commit, type CheckedChange } from './commit.ts';
import { cellOf, nameOf, readLive, refreshDefinition, type Cell, type ReplicantContext } from './context.ts';
import { check, refuse, refuseAtDoor, toAnswer } from './propose.ts';
import { towards } from './reconcile.ts';
import type { StoreOutcome } from './waiters.ts';

/** What one of several replicants shall become. */
export type Wish = { key: ReplicantKey; value: Json };
/** `key`: the replicant that was the reason. */
export type TogetherError = ReplicantError & { key: ReplicantKey };
type Prepared = { cell: Cell; change: Omit<CheckedChange, 'actor'> };
type Made = { changed: number; stored: { key: ReplicantKey; snapshot: Snapshot; outcome: Promise<StoreOutcome> }[] };

/**
 * Gives several declared replicants new values, all or none: one refusal and nothing has changed. Everybody hears them in one frame, and one
 * transaction stores them. Those that are as wished already are left alone. Resolves with how many changed (SPEC.md R70 to R72).
 */
export async function changeTogether(
  context: ReplicantContext,
  { wishes, cause }: { wishes: Wish[]; cause: HistoryCause },
  actor: Actor,
): Promise<Result<{ changed: number }, TogetherError>> {
  for (const { key } of wishes) {
    const refused = refuseAtDoor(context, key, actor);
    if (refused && !refused.ok) return failure({ ...refused.error, key });
  }
  const made = await lockAll(context, [...new Set(wishes.map(({ key }) => keyOf(key)))].toSorted(), () =>
    changeInTurn(context, wishes, cause, actor),
  );
  if (!made.ok) return made;
  for (const { key, snapshot, outcome } of made.value.stored) {
    const answer = toAnswer(key, snapshot, await outcome);
    if (!answer.ok) return failure({ ...answer.error, key });
  }
  return success({ changed: made.value.changed });
}

/** Holds all of these keys while the task runs. Sorted ids, each once: one order for everybody, so that two of these can't wait for each other. */
export function lockAll<T>(context: ReplicantContext, ids: string[], task: () => Promise<T>): Promise<T> {
  const [first, ...rest] = ids;
  return first === undefined ? task() : context.lock.run(first, () => lockAll(context, rest, task));
}

async function changeInTurn(
  context: ReplicantContext,
  wishes: Wish[],
  cause: HistoryCause,
  actor: Actor,
): Promise<Result<Made, TogetherError>> {
  const prepared: Prepared[] = [];
  for (const wish of wishes) {
    const one = await prepare(context, wish, cause);
    if (!one.ok) return failure({ ...one.error, key: wish.key });
    if (one.value) prepared.push(one.value);
  }
  return commitAll(context, prepared, actor);
}

/** Undefined: it is as wished already. */
async function prepare(
  context: ReplicantContext,
  { key, value }: Wish,
  cause: HistoryCause,
): Promise<Result<Prepared | undefined, ReplicantError>> {
  const cell = cellOf(context, key);
  if (!cell) return refuse('not-declared', `Nobody has declared ${nameOf(key)}; declare it first.`);
  await refreshDefinition(context, cell);
  const current = await readLive(context, cell);
  if (isSameJson(current.value, value)) return success(undefined);
  const operations = towards(current.value, value);
  const checked = check(context, cell, { key, make: () => success({ operations, cause }) }, current);
  return checked.ok ? success({ cell, change: checked.value }) : checked;
}

async function commitAll(context: ReplicantContext, prepared: Prepared[], actor: Actor): Promise<Result<Made, TogetherError>> {
  const stored: Made['stored'] = [];
  const done: { cell: Cell; change: CheckedChange; snapshot: Snapshot }[] = [];
  for (const { cell, change } of prepared) {
    const checked = { ...change, actor };
    const committed = await commit(context, cell, checked, true);
    if (!committed) {
      await takeBack(context, done);
      const message = `Another server changed ${nameOf(cell.key)} at the same moment; nothing was restored. Try again.`;
      return failure({ code: 'contended', message, key: cell.key });
    }
    done.push({ cell, change: checked, snapshot: committed.snapshot });
    if (committed.stored) stored.push({ key: cell.key, snapshot: committed.snapshot, outcome: committed.stored });
  }
  return success({ changed: prepared.length, stored });
}

/** Only where several servers share a store can one of them be faster in between. */
async function takeBack(
  context: ReplicantContext,
  done: { cell: Cell; change: CheckedChange; snapshot: Snapshot }[],
): Promise<void> {
  for (const { cell, change, snapshot } of done.toReversed()) {
    const { operations, inverse, current } = change;
    await commit(
      context,
      cell,
      { ...change, current: snapshot, value: current.value, operations: inverse, inverse: operations },
      true,
    );
  }
}
