import { applyOperations } from '#contract/apply-operations';
import type { Json } from '#contract/json';
import { limits } from '#contract/limits';
import { keyOf, type Actor, type ReplicantError, type ReplicantKey, type Snapshot, type Undone } from '#contract/replicant';
import { success, type Result } from '#contract/result';
import { isSameJson } from '#contract/same-json';
import { changedPlacesAndItems, touchedPlaces } from './changed-paths.ts';
import { cellOf, nameOf, type Cell, type ReplicantContext } from './context.ts';
import { mergeValues, type Merged } from './merge-values.ts';
import { change, refuse, refuseAtDoor, type Intent } from './propose.ts';
import type { RecentChange } from './recent-changes.ts';
import { towards } from './reconcile.ts';
import type { ProposeOptions } from './types.ts';
import { measureOperations } from './measure-json.ts';
import { createStepFinder, isOwn, type OwnStep } from './own-steps.ts';
import { beginBack, walkBack, type PastChange } from './walk-back.ts';

type Direction = 'undo' | 'redo';
/** Others' changes that came while the history was read; more often than this it is read anew. */
const maxTries = 5;
/** Characters of history that one undo looks through. */
const mostLength = 32 * 1024 * 1024;

/**
 * Takes back this actor's last change that isn't undone yet (`redo`: makes the last undone one again), except where others have changed the same
 * since: that stays, and is named in `kept` (SPEC.md R62 to R66). Rejects when storage is needed and doesn't answer.
 */
export async function undo(
  context: ReplicantContext,
  { key, direction }: { key: ReplicantKey; direction: Direction },
  actor: Actor,
  options: ProposeOptions,
): Promise<Result<Undone, ReplicantError>> {
  const refused = refuseAtDoor(context, key, actor);
  if (refused) return refused;
  if (cellOf(context, key) === undefined) return refuse('not-declared', `Nobody has declared ${nameOf(key)}; declare it first.`);
  for (let tries = 1; ; tries++) {
    const plan = await planUndo(context, key, { direction, actor });
    if (!plan.ok) return plan;
    const { step, others, newest } = plan.value;
    let merged: Merged = { value: undefined, kept: [] };
    let isOutdated = false;
    const make = (current: Snapshot, cell: Cell): Result<Intent, ReplicantError> => {
      const since = sinceThen(context, cell, newest, current);
      isOutdated = since === undefined;
      if (!since) return refuse('contended', `Others keep changing ${nameOf(key)}; try again.`);
      const touched = [...others, ...othersAmong(since, newest.value, actor)];
      // A timer's fields are one rule: half of it would be another time.
      if (cell.kind === 'timer') merged = { value: step.before, kept: [] };
      if (cell.kind === 'timer' && touched.length > 0) return nothingLeft(key, direction);
      if (cell.kind !== 'timer') merged = takeBack(step, touched, current.value);
      if (merged.kept.length > 0 && isSameJson(merged.value, current.value)) return nothingLeft(key, direction);
      return success({ operations: towards(current.value, merged.value), cause: { kind: direction, revision: step.of } });
    };
    const changed = await change(context, { key, make }, actor, options);
    if (isOutdated && tries < maxTries) continue;
    if (!changed.ok) return changed;
    const { revision, stamp } = changed.value;
    return success({ revision, stamp, of: step.of, kept: merged.kept });
  }
}

type Plan = { step: OwnStep; /** Places that others changed after it. */ others: string[]; newest: Snapshot };

async function planUndo(
  context: ReplicantContext,
  key: ReplicantKey,
  { direction, actor }: { direction: Direction; actor: Actor },
): Promise<Result<Plan, ReplicantError>> {
  const begin = await beginBack(context, key);
  if (!begin) return refuse('not-declared', `Nobody has declared ${nameOf(key)}; declare it first.`);
  const finder = createStepFinder(actor, direction);
  const breath = createBreath();
  const foreign: PastChange[] = [];
  let rows = 0;
  let length = 0;
  for await (const one of walkBack(context, key, begin)) {
    finder.see(one, rows);
    if (finder.found() !== undefined) break;
    length += measureOperations(one.entry.inverse ?? [], mostLength);
    if (++rows >= limits.undoRows || length > mostLength) break;
    if (!isOwn(one, actor)) foreign.push(one);
    await breath();
  }
  const step = finder.end();
  if (!step) return refuse('nothing-to-undo', emptyMessage(key, direction));
  const others: string[] = [];
  for (const { before, after } of foreign) {
    for (const place of changedPlacesAndItems(before, after)) others.push(place);
    await breath();
  }
  return success({ step, others, newest: begin.newest });
}

/** Lets the event loop go on when it has been held up for a while. */
function createBreath(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < 5) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
}

function emptyMessage(key: ReplicantKey, direction: Direction): string {
  return `You have no change of ${nameOf(key)} left to ${direction}. Its history page shows everybody's.`;
}

function nothingLeft(key: ReplicantKey, direction: Direction): Result<never, ReplicantError> {
  return refuse(
    'nothing-to-undo',
    `Others have changed ${nameOf(key)} since at every place that this ${direction} would touch; nothing was changed. Its history can restore an earlier state.`,
  );
}

/** Changes that came while the history was read; undefined where they aren't known any more. */
function sinceThen(context: ReplicantContext, cell: Cell, then: Snapshot, now: Snapshot): RecentChange[] | undefined {
  if (then.revision === now.revision && then.stamp === now.stamp) return [];
  return context.recent.since(keyOf(cell.key), then, now)?.changes;
}

function othersAmong(changes: RecentChange[], start: Json | undefined, actor: Actor): string[] {
  let value = start;
  return changes.flatMap((one) => {
    const before = value;
    const applied = applyOperations(value, one.operations);
    if (!applied.ok) return [''];
    value = applied.value;
    return one.actor.kind === actor.kind && one.actor.id === actor.id ? [] : changedPlacesAndItems(before, value);
  });
}

function takeBack(step: OwnStep, others: string[], now: Json | undefined): Merged {
  return mergeValues(step.after, step.before, now, { touched: touchedPlaces(others), onConflict: 'keep' });
}
