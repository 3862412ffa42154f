import type { Operation } from '#contract/operations';
import type { Actor, DeclareOptions, ReplicantError, ReplicantKey, Snapshot } from '#contract/replicant';
import type { Result } from '#contract/result';
import type { EventBus } from '#ports/event-bus';
import type { Log } from '#ports/log';
import type { ReplicantDefinition } from '#ports/replicant-definitions';

/** A sound cue of a manifest. */
export type ManifestCue = {
  name: string;
  assignable: boolean;
  defaultVolume?: number;
  defaultFile?: string;
  channels?: number;
};

/** A bundle as far as sounds go: enabled, in its last good version. `dir` is absolute. */
export type SoundBundle = { name: string; dir: string; cues: readonly ManifestCue[] };

/** What it needs of the replicant service. */
export type SoundReplicants = {
  declareMany(items: { key: ReplicantKey; options: DeclareOptions }[], actor: Actor): Promise<Result<unknown, ReplicantError>[]>;
  read(key: ReplicantKey): Promise<Snapshot | undefined>;
  change(
    request: { key: ReplicantKey; make(current: Snapshot): Result<{ operations: Operation[] }, ReplicantError> },
    actor: Actor,
    options: { durable: boolean },
  ): Promise<Result<Snapshot, ReplicantError>>;
};

export type SoundDeps = {
  replicants: SoundReplicants;
  /** Every bundle that can be served. */
  bundles(): SoundBundle[];
  /** True where an uploaded sound was surely deleted: not where its disk is away, or where it has only not been read yet. */
  isGone(bundle: string, base: string): Promise<boolean>;
  bus: EventBus;
  log: Log;
};

/** Keeps the cues and volumes that pages play by. See SPEC.md for the rules by id. */
export interface SoundService {
  /** Resolves when the cues of every bundle are as their manifests say, or after `patienceMs`. Never rejects. */
  synced(patienceMs?: number): Promise<void>;
  /** The rules of a sound replicant, for the replicant service. Undefined: it isn't one. */
  definition(key: ReplicantKey): ReplicantDefinition | undefined;
  /** Stops following bundles and uploads. */
  close(): void;
}
