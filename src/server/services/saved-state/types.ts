import type { Actor, ReplicantKey } from '#contract/replicant';
import type { SavedComparison, SavedState, SavedStateError } from '#contract/saved-state';
import type { Result } from '#contract/result';

type Outcome<T> = Promise<Result<T, SavedStateError>>;

/** Named states of a bundle or of the whole show. See SPEC.md for the rules by id. */
export interface SavedStateService {
  /** Newest first; of one bundle, of the whole show (null), or all. Rejects when the database doesn't answer. */
  list(namespace?: string | null): Promise<SavedState[]>;
  /** Saves every persistent replicant that has a value, all as they were at one moment. */
  create(wish: { name: string; namespace: string | null }, actor: Actor): Outcome<SavedState>;
  /** From the saved state to what is live now, or to another saved state. */
  compare(id: string, against?: string): Outcome<SavedComparison>;
  /** Makes the replicants what they were, all or none, in one step. Those that came later are left alone. `mayWrite`: refused where it says no to one of them. */
  restore(id: string, actor: Actor, mayWrite?: (key: ReplicantKey) => boolean): Outcome<{ changed: number }>;
  rename(id: string, name: string, actor: Actor): Outcome<SavedState>;
  delete(id: string, actor: Actor): Outcome<null>;
}
