import type { Json } from '#contract/json';
import type { Actor } from '#contract/replicant';
import { changedPlaces } from './changed-paths.ts';
import type { PastChange } from './walk-back.ts';

/** What one undo or redo takes back: the values around it, and where its newest row stands in the history (0 is the newest). */
export type OwnStep = {
  /** The revision that is named as undone. */ of: number;
  before: Json | undefined;
  after: Json | undefined;
  index: number;
};

/** Changes of one place in a row belong together, when each follows within this long: a fader that is dragged, a name that is typed. */
const burstMs = 500;

type Step = OwnStep & { places: string; at: number; /** It may be part of a burst. */ mayJoin: boolean };

/** The newest of this actor's changes that can be undone, or redone. `past`: newest first. */
export function findOwnStep(past: readonly PastChange[], actor: Actor, direction: 'undo' | 'redo'): OwnStep | undefined {
  const done: Step[] = [];
  const undone: Step[] = [];
  for (let index = past.length - 1; index >= 0; index--) {
    const one = past[index];
    if (!one || one.entry.actor.kind !== actor.kind || one.entry.actor.id !== actor.id) continue;
    const step = stepOf(one, index);
    switch (one.entry.cause?.kind) {
      case 'undo':
        done.pop();
        undone.push(step);
        break;
      case 'redo':
        undone.pop();
        done.push(step);
        break;
      default:
        undone.length = 0;
        addStep(done, step);
    }
  }
  return direction === 'undo' ? done.at(-1) : undone.at(-1);
}

function stepOf({ entry, before, after }: PastChange, index: number): Step {
  const { cause, revision, at } = entry;
  // An undo of a redo is the undo of the first change, as far as people are concerned.
  const of = cause?.kind === 'undo' || cause?.kind === 'redo' ? cause.revision : revision;
  const places = changedPlaces(before, after).toSorted().join('\n');
  // A command that was given a key of its own is one press.
  return { of, before, after, index, at, places, mayJoin: cause === undefined && entry.idempotencyKeys === undefined };
}

function addStep(done: Step[], step: Step): void {
  const last = done.at(-1);
  const isBurst =
    last !== undefined &&
    last.mayJoin &&
    step.mayJoin &&
    last.index === step.index + 1 &&
    step.at - last.at <= burstMs &&
    last.places === step.places;
  if (isBurst) done.pop();
  done.push(isBurst ? { ...step, before: last.before } : step);
}
