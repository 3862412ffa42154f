import type { ActorAccess, Role } from './access.ts';
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

/** Who caused a change. Kind, id and role are stored with it. */
export type Actor = {
  kind: 'user' | 'graphic' | 'extension' | 'server' | 'key';
  /** Stable and readable: a user name (`local` in open mode), a bundle's name for extensions and graphics, a key's name, `nodecg` for the server. */
  id: string;
  role: Role;
  /** How far the role reaches, and what was granted beside it. Never stored. */
  access?: ActorAccess;
};

export const serverActor: Actor = { kind: 'server', id: 'nodecg', role: 'ADMIN' };

/** In open mode whoever is at this machine is the administrator. */
export const localActor: Actor = { kind: 'user', id: 'local', role: 'ADMIN' };

/**
 * What a replicant is. `value`: every change is a revision, stored and undoable. `stream`: only its newest state counts; never queued,
 * never stored, no history. `timer`: a rule from which every client derives the same running clock (timer.ts); zero traffic while it runs.
 */
export type ReplicantKind = 'value' | 'stream' | 'timer';
export const replicantKinds = ['value', 'stream', 'timer'] as const satisfies readonly ReplicantKind[];

/**
 * What becomes of changes that were made on an older state than the newest one, decided for a whole replicant and all its writers:
 * - `last-write-wins`: they are applied as they are, also where the writer asked to be refused.
 * - `deep-merge`: an object assigned whole changes only the fields that its writer changed; fields that others changed meanwhile stay.
 * - `counter`: a number assigned counts as the difference to the one that its writer saw, so that no `value += 1` is lost.
 */
export type MergeStrategy = 'last-write-wins' | 'deep-merge' | 'counter';
export const mergeStrategies = ['last-write-wins', 'deep-merge', 'counter'] as const satisfies readonly MergeStrategy[];

/** What a declarer may ask for. The first declaration in a server run decides; NodeCG's rule (compat.md A.3). */
export type DeclareOptions = {
  /** Becomes the value when none is stored. Absent: the schema's default, if it has one. */
  defaultValue?: Json;
  /** False: never touches the database and starts anew with every server run. Default true. */
  persistent?: boolean;
  /** A JSON Schema in a bundle's folder, absolute or relative to `NODECG_ROOT`, in place of `schemas/<name>.json`. */
  schemaPath?: string;
  /** Default `value`. A `stream` is never persistent. */
  kind?: ReplicantKind;
  /** Absent: each writer's own `onConflict` decides. */
  merge?: MergeStrategy;
};

export type ProposedChange = {
  key: ReplicantKey;
  operations: Operation[];
  /** The revision that the writer had seen. */
  baseRevision: number;
  /** That state's stamp: without it a state that a crash took back counts as the one that has its revision now. */
  baseStamp?: string;
  /** `rebase` re-applies the operations to the newest value; `reject` refuses when the revision has moved on. */
  onConflict: 'rebase' | 'reject';
  /**
   * Names this change for its retries, also after a restart of the server: sent again within `limits.idempotencyMs`, it is answered as it was
   * the first time and not made again. Chosen by the writer and unlike any other; same writer, same replicant.
   */
  idempotencyKey?: string;
};

/**
 * - `not-declared`: nobody declared it. - `forbidden`: this actor may not. - `invalid-value`: the result would break the schema.
 * - `invalid-operation`: the operation is malformed or its path doesn't exist. - `stale`: `reject` was asked for and the revision moved on.
 * - `contended`: other processes kept winning for 2 s. - `not-durable`: applied and on air, but not stored yet (database away); it will be.
 * - `too-large`: the value would exceed the limit. - `mismatch`: a `compareAndSet` found another value than it expected.
 * - `nothing-to-undo`: this actor has no change left to undo or redo, or others have changed all of it since.
 * - `unknown-revision`: that revision is no longer, or not exactly, in the history; `message` names the nearest one.
 * In every case but `not-durable` nothing has changed.
 */
export type ReplicantErrorCode =
  | 'not-declared'
  | 'forbidden'
  | 'invalid-value'
  | 'invalid-operation'
  | 'stale'
  | 'contended'
  | 'not-durable'
  | 'too-large'
  | 'mismatch'
  | 'nothing-to-undo'
  | 'unknown-revision';

/** `message` says what and how to fix it; `current` is the newest state where that helps the writer (always with `stale` and `invalid-value`). */
export type ReplicantError = { code: ReplicantErrorCode; message: string; current?: Snapshot };

/** One history row: what turned `fromRevision` into `revision`. Bursts without a waiting writer may share a row. */
export type HistoryEntry = {
  fromRevision: number;
  revision: number;
  stamp: string;
  operations: Operation[];
  /** What turns `revision` back into `fromRevision`. Absent in rows of versions that didn't write it. */
  inverse?: Operation[];
  actor: Actor;
  /** Milliseconds since 1970. */
  at: number;
  /** Set where the change was not made by hand. */
  cause?: HistoryCause;
  /** The idempotency keys of the changes in this row. */
  idempotencyKeys?: string[];
};

/**
 * `revision`: of the change that was undone or redone, or the one that was restored. `snapshot`: the name of the saved state that was
 * restored. `import`: where the value was brought from.
 */
export type HistoryCause =
  { kind: 'undo' | 'redo' | 'restore'; revision: number } | { kind: 'snapshot' | 'import'; name: string };

/** What an undo or redo did: `of` is the revision of the change it took back or made again; `kept` are paths of it that others changed since, and that stay as they are. */
export type Undone = { revision: number; stamp: string; of: number; kept: string[] };

/** `namespace:name`, for maps and messages. Namespaces can't contain a NUL, so `keyOf` uses one and never collides. */
export function keyOf(key: ReplicantKey): string {
  return `${key.namespace}\u0000${key.name}`;
}
