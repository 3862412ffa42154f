import type { ReplicantKey, Snapshot } from '#contract/replicant';

/** Where the live state is. Answers from memory; what is durable is the log's business. */
export interface ReplicantStore {
  read(key: ReplicantKey): Promise<Snapshot | undefined>;
  /** Atomic. Writes and returns true only while the stored revision equals `expected` (null: absent). */
  compareAndSet(key: ReplicantKey, expected: number | null, next: Snapshot): Promise<boolean>;
  /** True if there was one. */
  delete(key: ReplicantKey): Promise<boolean>;
  /** Keys of one namespace, or of all. */
  list(namespace?: string): Promise<ReplicantKey[]>;
}
