import type { Json } from '#contract/json';
import type { Actor } from '#contract/replicant';
import { changedPlaces } from './changed-paths.ts';
import type { PastChange } from './walk-back.ts';

/** What one undo or redo takes back: the values around it, and the row that it begins with. */
export type OwnStep = {
  /** The revision that is named as undone. */
  of: number;
  before: Json | undefined;
  after: Json | undefined;
  /** Where its newest row stands in the history; 0 is the newest. */
  index: number;
};

/** Changes of one place in a row belong together, when each follows within this long: a fader that is dragged, a name that is typed. */
const burstMs = 500;

type Burst = { newest: PastChange; oldest: PastChange; index: number; end: number };

/**
 * Finds the newest of an actor's changes that can be undone, or redone, row by row from the newest on. Looks back: an undo before it has taken
 * back one step more, a redo made one again.
 */
export function createStepFinder(actor: Actor, direction: 'undo' | 'redo') {
  /** Steps that a later undo (for `redo`: a later redo) has taken. */
  let taken = 0;
  let burst: Burst | undefined;
  let found: OwnStep | 'none' | undefined;

  function finish(step: OwnStep): void {
    if (taken > 0) taken -= 1;
    else found = step;
  }

  function closeBurst(): void {
    if (!burst) return;
    const { newest, oldest, index } = burst;
    burst = undefined;
    finish({ of: newest.entry.revision, before: oldest.before, after: newest.after, index });
  }

  function see(one: PastChange, index: number): void {
    if (burst && joins(burst, one, index, actor)) {
      burst.oldest = one;
      burst.end = index;
      return;
    }
    closeBurst();
    if (found !== undefined || !isOwn(one, actor)) return;
    const kind = one.entry.cause?.kind;
    if (kind === 'undo' || kind === 'redo') {
      if (kind === direction) taken += 1;
      else finish(stepOf(one, index));
    } else if (direction === 'redo') found = 'none';
    else burst = { newest: one, oldest: one, index, end: index };
  }

  return {
    /** Give the rows in order, newest first, until `found` is there. */
    see,
    /** Undefined: not yet. */
    found: () => found,
    /** There are no more rows. */
    end(): OwnStep | undefined {
      closeBurst();
      return found === 'none' ? undefined : found;
    },
  };
}

function stepOf({ entry, before, after }: PastChange, index: number): OwnStep {
  const { cause, revision } = entry;
  // An undo of a redo is the undo of the first change, as far as people are concerned.
  const of = cause?.kind === 'undo' || cause?.kind === 'redo' ? cause.revision : revision;
  return { of, before, after, index };
}

/** The same person or bundle, whatever role they had then. */
export function isOwn({ entry }: Pick<PastChange, 'entry'>, { kind, id }: Actor): boolean {
  return entry.actor.kind === kind && entry.actor.id === id;
}

/** Older and next to it, by the same author, at the same places; a command that was given a key of its own is one press. */
function joins({ oldest, newest, end }: Burst, one: PastChange, index: number, actor: Actor): boolean {
  const mayJoin = (row: PastChange): boolean => row.entry.cause === undefined && row.entry.idempotencyKeys === undefined;
  if (index !== end + 1 || !isOwn(one, actor) || !mayJoin(one) || !mayJoin(newest)) return false;
  return oldest.entry.at - one.entry.at <= burstMs && placesOf(one) === placesOf(newest);
}

function placesOf({ before, after }: PastChange): string {
  return changedPlaces(before, after).toSorted().join('\n');
}
