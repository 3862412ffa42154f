'use client';

import { useMemo } from 'react';
import { toast } from 'sonner';
import type { Json } from '#contract/json';
import type { ReplicantKey, Snapshot } from '#contract/replicant';
import { isSameJson } from '#contract/same-json';
import { afterPut, hasUnsaved } from '../../../_data/edit-session.ts';
import { jsonAt, withJsonAt } from '../../../_data/json/json-at.ts';
import { mergeDrafts } from '../../../_data/json/merge-drafts.ts';
import { badPlaces, typedAfter, withTyped, type TypedText } from '../../../_data/json/typed-texts.ts';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { changeSession, replaceSession, sessionOf, useEditSession } from './edit-sessions.ts';

/**
 * The draft of a replicant on top of its newest state. What others changed elsewhere is taken in; where both changed the same, `conflict`
 * waits for a decision and `value` is mine.
 */
export function useDraft(key: ReplicantKey, current: Snapshot) {
  const { replicants: texts } = useTexts();
  const session = useEditSession(key);
  const { draft, mode, text, typed, putting } = session;
  // What I am putting live, and nothing else, may be on air before its answer is here.
  const isMine = putting !== undefined && isSameJson(putting.value, current.value);
  const isMoved = draft !== undefined && !isMine && !isSameState(draft.base, current);
  // Renders come with every key; a merge reads all three values.
  const merge = useMemo(() => {
    return isMoved ? mergeDrafts(draft.base.value, draft.value, current.value) : undefined;
  }, [isMoved, draft, current]);
  const conflict = merge && merge.overlaps.length > 0 ? merge : undefined;
  const wanted = draft && !(isMine && draft === putting.draft) ? draft : current;
  const value = merge && !conflict ? merge.merged : wanted.value;
  const scope = jsonAt(value, session.scope) === undefined ? [] : session.scope;
  // A text is made of the state that was there when it was begun; fields show the newest one.
  const base = draft && (conflict || mode === 'json') ? draft.base : current;
  const from = mode === 'json' && draft ? draft.value : value;

  const setWhole = (next: Json | undefined, on: Snapshot = current) => {
    const since = draft?.since ?? on;
    // While another value goes live, the one that is there now is a wish, too.
    const isNothing = !sessionOf(key).putting && isSameJson(next, on.value);
    changeSession(key, { draft: isNothing ? undefined : { base: on, value: next, since } });
  };
  return {
    draft,
    mode,
    text,
    scope,
    value,
    part: jsonAt(value, scope),
    isMoved: draft !== undefined && !isMine && !isSameState(draft.since, current),
    conflict,
    isUnsaved: hasUnsaved(session),
    isPutting: putting !== undefined,
    /** Changes the place at these keys, counted from the whole value. */
    setAt: (path: string[], next: Json | undefined) => {
      changeSession(key, { typed: typedAfter(sessionOf(key).typed, { path, before: jsonAt(from, path), after: next }) });
      setWhole(withJsonAt(from, path, next), base);
    },
    typed,
    /** What stands in the field at these keys, after the value that it made; undefined: the field shows its value. */
    setTyped: (path: string[], next: TypedText | undefined) =>
      changeSession(key, { typed: withTyped(sessionOf(key).typed, path, next) }),
    /** The fields whose text is no value. */
    badPlaces: badPlaces(typed, value),
    /** After a decision about a conflict: `next` is wanted on top of the newest state. */
    settle: (next: Json | undefined) => {
      changeSession(key, {
        ...noTexts,
        draft: isSameJson(next, current.value) ? undefined : { base: current, value: next, since: current },
      });
    },
    setText: (next: string | undefined) => changeSession(key, { text: next }),
    setMode: (next: 'form' | 'json') => changeSession(key, { mode: next, ...noTexts }),
    showWhole: () => changeSession(key, { scope: [], text: undefined }),
    /** Puts `wanted` live by `send`; what is typed until the answer comes stays a draft. */
    put: async (wanted: Json | undefined, send: () => Promise<Snapshot | undefined>) => {
      changeSession(key, { putting: { draft, text, value: wanted } });
      let onAir: Snapshot | undefined;
      try {
        onAir = await send();
      } finally {
        replaceSession(key, afterPut(sessionOf(key), onAir));
      }
    },
    discard: () => {
      const lost = { draft, text, typed, scope: session.scope, mode };
      changeSession(key, { draft: undefined, ...noTexts });
      toast(texts.edit.discarded, { action: { label: texts.edit.getBack, onClick: () => changeSession(key, lost) } });
    },
  };
}

const noTexts = { text: undefined, typed: new Map<string, TypedText>() };

export type DraftOfReplicant = ReturnType<typeof useDraft>;

function isSameState(a: Snapshot, b: Snapshot): boolean {
  return a.revision === b.revision && a.stamp === b.stamp;
}
