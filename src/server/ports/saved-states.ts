import type { Json } from '#contract/json';
import type { ReplicantKey } from '#contract/replicant';
import type { SavedState } from '#contract/saved-state';

export type SavedValue = { key: ReplicantKey; value: Json };

/** Where saved states are kept. Every method rejects when storage doesn't answer; then nothing has changed. */
export interface SavedStates {
  /** All or nothing. False: the name is taken. */
  create(state: SavedState, values: SavedValue[]): Promise<boolean>;
  /** Newest first. */
  list(): Promise<SavedState[]>;
  /** Undefined: there is none of that id. Values by namespace and name. */
  get(id: string): Promise<{ state: SavedState; values: SavedValue[] } | undefined>;
  /** `taken`: another has that name. */
  rename(id: string, name: string): Promise<SavedState | 'taken' | undefined>;
  /** True if there was one. */
  delete(id: string): Promise<boolean>;
}
