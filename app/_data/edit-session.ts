import type { Json } from '#contract/json';
import type { Snapshot } from '#contract/replicant';
import { isSameJson } from '#contract/same-json';
import { locateJsonError } from './json/locate-json-error.ts';
import { badTexts, type TypedTexts } from './json/typed-texts.ts';

/**
 * What somebody has typed and not put live. `base`: the state that it was made of. `value`: the whole value as they want it. `since`: the
 * state that they began with, to tell what others did meanwhile.
 */
export type Draft = { base: Snapshot; value: Json | undefined; since: Snapshot };

/** What is on its way: the draft and text as they were when it left, and the value that was asked for. */
export type Putting = { draft: Draft | undefined; text: string | undefined; value: Json | undefined };

/**
 * How a replicant is being edited in this tab of the browser. `scope`: the part that is shown. `text`: what stands in the JSON editor while
 * it is no JSON, or differs from how we would write it. `typed`: the same of the form's fields.
 */
export type EditSession = {
  scope: string[];
  mode: 'form' | 'json';
  draft?: Draft | undefined;
  text?: string | undefined;
  typed: TypedTexts;
  putting?: Putting | undefined;
};

/** True while something was typed that isn't live. */
export function hasUnsaved(session: EditSession): boolean {
  return session.draft !== undefined || hasUnfinished(session);
}

/** True while something was typed that is no value yet. */
export function hasUnfinished({ text, typed }: EditSession): boolean {
  return badTexts(typed).size > 0 || (text !== undefined && locateJsonError(text) !== undefined);
}

/** Whether the undo keys may take back what is on air: where somebody edits, they would mean what they typed. */
export function takesUndoKeys(session: EditSession, isEditing: boolean): boolean {
  return !isEditing && !hasUnsaved(session);
}

/**
 * What is left to do once a draft was put live: nothing, or what was typed while it was under way, on top of what is on air. Undefined
 * `onAir`: it was refused, and the draft stays as it is.
 */
export function afterPut(session: EditSession, onAir: Snapshot | undefined): EditSession {
  const { putting, draft, text, ...rest } = session;
  if (!putting) return session;
  if (!onAir) return { ...rest, text, draft: draft && isSameJson(draft.value, draft.base.value) ? undefined : draft };
  const isUntouched = draft === undefined || draft === putting.draft;
  return {
    ...rest,
    typed: badTexts(rest.typed),
    text: text === putting.text ? undefined : text,
    draft: isUntouched ? undefined : onTopOf(onAir, draft, putting),
  };
}

function onTopOf(onAir: Snapshot, draft: Draft, { value }: Putting): Draft | undefined {
  if (isSameJson(draft.value, onAir.value)) return undefined;
  if (draft.base.revision >= onAir.revision) return { ...draft, since: onAir };
  // What went on air may have others' changes in it that this draft hasn't: it is made of what was asked for, and merged as ever.
  const base = isSameJson(value, onAir.value) ? onAir : { ...draft.base, value };
  return { base, value: draft.value, since: onAir };
}
