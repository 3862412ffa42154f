'use client';

import { useSyncExternalStore } from 'react';
import { keyOf, type ReplicantKey } from '#contract/replicant';
import type { EditSession } from '../../../_data/edit-session.ts';
import { locateJsonError } from '../../../_data/json/locate-json-error.ts';

const fresh: EditSession = { scope: [], mode: 'form' };
// Kept outside of the page: going to another page, or losing the connection, must not cost what was typed.
const sessions = new Map<string, EditSession>();
const listeners = new Set<() => void>();

/** The session of a replicant; changes by {@link changeSession}. */
export function useEditSession(key: ReplicantKey): EditSession {
  const read = () => sessionOf(key);
  return useSyncExternalStore(subscribe, read, () => fresh);
}

/** The session as it is now, whatever the page last showed of it. */
export function sessionOf(key: ReplicantKey): EditSession {
  return sessions.get(keyOf(key)) ?? fresh;
}

export function changeSession(key: ReplicantKey, change: Partial<EditSession>): void {
  replaceSession(key, { ...sessionOf(key), ...change });
}

export function replaceSession(key: ReplicantKey, session: EditSession): void {
  sessions.set(keyOf(key), session);
  for (const listener of listeners) listener();
}

/** Begins to edit a part. A draft of another part stays: it is the same draft of the same value. Text that is no JSON yet stays, too. */
export function startEditing(key: ReplicantKey, scope: string[]): void {
  const { text } = sessionOf(key);
  if (text === undefined || locateJsonError(text) === undefined) changeSession(key, { scope, text: undefined });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
