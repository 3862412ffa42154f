'use client';

import { useSyncExternalStore } from 'react';
import type { Json } from '#contract/json';
import { keyOf, type ReplicantKey, type Snapshot } from '#contract/replicant';
import { locateJsonError } from '../../../_data/json/locate-json-error.ts';

/**
 * What somebody has typed and not put live. `base`: the state that it was made of. `value`: the whole value as they want it. `since`: the
 * state that they began with, to tell what others did meanwhile.
 */
export type Draft = { base: Snapshot; value: Json | undefined; since: Snapshot };

/**
 * How a replicant is being edited in this tab of the browser. `scope`: the part that is shown. `text`: what stands in the JSON editor while
 * it is no JSON, or differs from how we would write it.
 */
export type EditSession = { scope: string[]; mode: 'form' | 'json'; draft?: Draft | undefined; text?: string | undefined };

const fresh: EditSession = { scope: [], mode: 'form' };
// Kept outside of the page: going to another page, or losing the connection, must not cost what was typed.
const sessions = new Map<string, EditSession>();
const listeners = new Set<() => void>();

/** The session of a replicant; changes by {@link changeSession}. */
export function useEditSession(key: ReplicantKey): EditSession {
  const read = () => sessions.get(keyOf(key)) ?? fresh;
  return useSyncExternalStore(subscribe, read, () => fresh);
}

export function changeSession(key: ReplicantKey, change: Partial<EditSession>): void {
  sessions.set(keyOf(key), { ...(sessions.get(keyOf(key)) ?? fresh), ...change });
  for (const listener of listeners) listener();
}

/** Begins to edit a part. A draft of another part stays: it is the same draft of the same value. Text that is no JSON yet stays, too. */
export function startEditing(key: ReplicantKey, scope: string[]): void {
  const { text } = sessions.get(keyOf(key)) ?? fresh;
  if (text === undefined || locateJsonError(text) === undefined) changeSession(key, { scope, text: undefined });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
