import type { Json } from './json.ts';
import type { Operation } from './operations.ts';

/** A replicant's identity. `namespace` is a bundle's name, or one of the server's own (`nodecg`, `_sounds`, …). */
export type ReplicantKey = { namespace: string; name: string };

/**
 * A committed state. `value` is undefined until somebody wrote one. `revision` starts at 0 and grows by one per
 * committed change. `stamp` names the server run in which that revision was committed: `(stamp, revision)` identifies
 * a state for ever, even when a crash lost newer revisions that were on air but not yet stored.
 * Values are immutable: never change one in place.
 */
export type Snapshot = { value: Json | undefined; revision: number; stamp: string };

/** What a client last saw of a replicant, sent when it comes back. */
export type ReplicantPosition = { revision: number; stamp: string };

/** Who caused a change. Stored with it. */
export type Actor = {
  kind: 'user' | 'graphic' | 'extension' | 'server';
  /** Stable and readable: a user name (`local` in open mode), a bundle's name for extensions and graphics, `nodecg` for the server. */
  id: string;
  role: 'ADMIN' | 'OPERATOR' | 'VIEWER';
};

export const serverActor: Actor = { kind: 'server', id: 'nodecg', role: 'ADMIN' };

/** What a declarer may ask for. The first declaration in a server run decides; NodeCG's rule (compat.md A.3). */
export type DeclareOptions = {
  /** Becomes the value when none is stored. Absent: the schema's default, if it has one. */
  defaultValue?: Json;
  /** False: never touches the database and starts anew with every server run. Default true. */
  persistent?: boolean;
};

export type ProposedChange = {
  key: ReplicantKey;
  operations: Operation[];
  /** The revision that the writer had seen. */
  baseRevision: number;
  /** `rebase` re-applies the operations to the newest value; `reject` refuses when the revision has moved on. */
  onConflict: 'rebase' | 'reject';
};

/**
 * - `not-declared`: nobody declared it. - `forbidden`: this actor may not. - `invalid-value`: the result would break the schema.
 * - `invalid-operation`: the operation is malformed or its path doesn't exist. - `stale`: `reject` was asked for and the revision moved on.
 * - `contended`: other processes kept winning for 2 s. - `not-durable`: applied and on air, but not stored yet (database away); it will be.
 * - `too-large`: the value would exceed the limit.
 * In every case but `not-durable` nothing has changed.
 */
export type ReplicantErrorCode =
  'not-declared' | 'forbidden' | 'invalid-value' | 'invalid-operation' | 'stale' | 'contended' | 'not-durable' | 'too-large';

/** `message` says what and how to fix it; `current` is the newest state where that helps the writer (always with `stale` and `invalid-value`). */
export type ReplicantError = { code: ReplicantErrorCode; message: string; current?: Snapshot };

/** One history row: what turned `fromRevision` into `revision`. Bursts without a waiting writer may share a row. */
export type HistoryEntry = {
  fromRevision: number;
  revision: number;
  stamp: string;
  operations: Operation[];
  actor: Actor;
  /** Milliseconds since 1970. */
  at: number;
};

/** `namespace:name`, for maps and messages. Namespaces can't contain a NUL, so `keyOf` uses one and never collides. */
export function keyOf(key: ReplicantKey): string {
  return `${key.namespace}\u0000${key.name}`;
}
