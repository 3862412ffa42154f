import type { Json } from './json.ts';
import type { Actor, ReplicantErrorCode, ReplicantKey } from './replicant.ts';

/**
 * A named snapshot of all persistent replicants of a bundle (`namespace`), or of the whole show (`namespace` is null): what a crew goes
 * back to. Called a saved state, because a `Snapshot` is one replicant's state.
 */
export type SavedState = {
  id: string;
  name: string;
  namespace: string | null;
  /** Milliseconds since 1970. */
  at: number;
  actor: Actor;
  /** How many replicants it holds, and about how many characters of JSON. */
  replicants: number;
  bytes: number;
};

/**
 * One replicant in a comparison, from the saved state to what it is compared with. `added`: it has no value in the saved
 * state, and restoring leaves it alone. `removed`: it exists only in the saved state, and restoring brings it back. `large`: its values are
 * left out, because all of the comparison's together would be more than one answer carries.
 */
export type SavedDifference = {
  key: ReplicantKey;
  state: 'changed' | 'added' | 'removed';
  before?: Json;
  after?: Json;
  large?: true;
};

/** `same`: how many replicants are equal. Differences are by name; at most 1,000, `left` counts those beyond. All values in it have about 4 million characters at most. */
export type SavedComparison = { same: number; differences: SavedDifference[]; left: number };

/** `unknown-saved-state`: there is none of that id. `name-taken`: choose another. `too-many`: delete old ones. `storage-away`: the database doesn't answer; nothing was changed. */
export type SavedStateErrorCode = ReplicantErrorCode | 'unknown-saved-state' | 'name-taken' | 'too-many' | 'storage-away';

/** `message` says what and how to fix it; `key` names the replicant that was the reason. */
export type SavedStateError = { code: SavedStateErrorCode; message: string; key?: ReplicantKey };
