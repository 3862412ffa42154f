import type { Json } from '#contract/json';
import type { Actor, DeclareOptions, HistoryCause, ReplicantError, ReplicantKey } from '#contract/replicant';
import type { Result } from '#contract/result';

/** What saved states need of replicants; the replicant service is one. */
export interface StatesOfReplicants {
  /** Every persistent replicant that has a value, but the server's own; all as they were at one moment. Rejects when storage is needed and doesn't answer. */
  persistentValues(namespace?: string): Promise<{ key: ReplicantKey; value: Json; bytes: number }[]>;
  declareMany(items: { key: ReplicantKey; options: DeclareOptions }[], actor: Actor): Promise<Result<unknown, ReplicantError>[]>;
  changeTogether(
    wishes: { key: ReplicantKey; value: Json }[],
    cause: HistoryCause,
    actor: Actor,
  ): Promise<Result<{ changed: number }, ReplicantError & { key: ReplicantKey }>>;
}
