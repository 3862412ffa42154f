'use client';

import { useSyncExternalStore } from 'react';
import { keyOf, type ReplicantKey } from '#contract/replicant';
import { hasUnfinished, type EditSession } from '../../../_data/edit-session.ts';

const fresh: EditSession = { scope: [], mode: 'form', typed: new Map() };
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

/** Begins to edit a part. A draft of another part stays: it is the same draft of the same value. What is no value yet stays, and stays in sight, too. */
export function startEditing(key: ReplicantKey, scope: string[]): void {
  if (!hasUnfinished(sessionOf(key))) changeSession(key, { scope, text: undefined });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
