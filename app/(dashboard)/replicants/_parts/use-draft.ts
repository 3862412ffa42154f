'use client';

import { useMemo } from 'react';
import { toast } from 'sonner';
import type { Json } from '#contract/json';
import type { ReplicantKey, Snapshot } from '#contract/replicant';
import { isSameJson } from '#contract/same-json';
import { jsonAt, withJsonAt } from '../../../_data/json/json-at.ts';
import { mergeDrafts } from '../../../_data/json/merge-drafts.ts';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { changeSession, useEditSession, type Draft } from './edit-sessions.ts';

/**
 * The draft of a replicant on top of its newest state. What others changed elsewhere is taken in; where both changed the same, `conflict`
 * waits for a decision and `value` is mine.
 */
export function useDraft(key: ReplicantKey, current: Snapshot) {
  const { replicants: texts } = useTexts();
  const session = useEditSession(key);
  const { draft, mode, text } = session;
  const isMoved = draft !== undefined && !isSameState(draft.base, current);
  // Renders come with every key; a merge reads all three values.
  const merge = useMemo(() => {
    return isMoved ? mergeDrafts(draft.base.value, draft.value, current.value) : undefined;
  }, [isMoved, draft, current]);
  const conflict = merge && merge.overlaps.length > 0 ? merge : undefined;
  const value = draft ? (merge && !conflict ? merge.merged : draft.value) : current.value;
  const scope = jsonAt(value, session.scope) === undefined ? [] : session.scope;
  // A text is made of the state that was there when it was begun; fields show the newest one.
  const base = draft && (conflict || mode === 'json') ? draft.base : current;
  const from = mode === 'json' && draft ? draft.value : value;

  const setWhole = (next: Json | undefined, on: Snapshot = current) => {
    const since = draft?.since ?? on;
    changeSession(key, { draft: isSameJson(next, on.value) ? undefined : { base: on, value: next, since } });
  };
  return {
    draft,
    mode,
    text,
    scope,
    value,
    part: jsonAt(value, scope),
    isMoved: draft !== undefined && !isSameState(draft.since, current),
    conflict,
    /** Changes the place at these keys, counted from the whole value. */
    setAt: (path: string[], next: Json | undefined) => setWhole(withJsonAt(from, path, next), base),
    /** After a decision about a conflict: `next` is wanted on top of the newest state. */
    settle: (next: Json | undefined) => {
      changeSession(key, {
        text: undefined,
        draft: isSameJson(next, current.value) ? undefined : { base: current, value: next, since: current },
      });
    },
    setText: (next: string | undefined) => changeSession(key, { text: next }),
    setMode: (next: 'form' | 'json') => changeSession(key, { mode: next, text: undefined }),
    showWhole: () => changeSession(key, { scope: [], text: undefined }),
    done: () => changeSession(key, { draft: undefined, text: undefined }),
    discard: () => {
      const lost = { draft, text, scope: session.scope, mode };
      changeSession(key, { draft: undefined, text: undefined });
      toast(texts.edit.discarded, { action: { label: texts.edit.getBack, onClick: () => changeSession(key, lost) } });
    },
  };
}

export type DraftOfReplicant = ReturnType<typeof useDraft>;
export type { Draft };

function isSameState(a: Snapshot, b: Snapshot): boolean {
  return a.revision === b.revision && a.stamp === b.stamp;
}
