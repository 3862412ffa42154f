import type { HistoryEntry, ReplicantKey, Snapshot } from '#contract/replicant';

export type LogAppend = { key: ReplicantKey; entry: HistoryEntry };
/** A whole value at a revision: where replay starts. */
export type Checkpoint = { key: ReplicantKey; snapshot: Snapshot };

/**
 * A key's last checkpoint and the log entries after it, oldest first. `checkpoint` is undefined where only entries exist: replay starts
 * from no value at the first entry's `fromRevision`, which isn't 0 in a life after a deletion.
 */
export type StoredReplicant = {
  checkpoint: Snapshot | undefined;
  entries: HistoryEntry[];
  /** Of the changes of the last `limits.idempotencyMs`, oldest first; absent where there are none. */
  idempotency?: MadeChange[];
};

/** A change that was made under an idempotency key. */
export type MadeChange = { key: string; revision: number; stamp: string; at: number };

/** How much history is kept: what is older than `days` goes, and per replicant what is more than `rows`. */
export type Retention = { days: number; rows: number };

/** Storage answers but can't write anything now: its disk is full, it is shutting down or read-only. `message` is for people. */
export type StorageFault = Error & { code: 'storage-fault' };

export function storageFault(message: string): StorageFault {
  return Object.assign(new Error(message), { code: 'storage-fault' as const });
}

export function isStorageFault(error: unknown): error is StorageFault {
  return error instanceof Error && 'code' in error && error.code === 'storage-fault';
}

/** Durable storage of replicants: an append-only log of operations, and checkpoints that may lag behind it. */
export interface ReplicantLog {
  /**
   * One transaction, on disk when it resolves; rejects when nothing or nobody-knows-what was stored. Appending the same
   * (key, revision, stamp) again is a no-op, so a caller that isn't sure repeats the batch. Checkpoints never go back in revision.
   * A {@link StorageFault} says that no other batch would fare better; after any other rejection `ping` tells whether storage is there.
   */
  write(batch: { entries: LogAppend[]; checkpoints: Checkpoint[] }): Promise<void>;
  /** What is stored of these keys, keyed by `keyOf`; keys never written are absent. One round trip whatever their number. */
  load(keys: ReplicantKey[]): Promise<Map<string, StoredReplicant>>;
  list(namespace?: string): Promise<ReplicantKey[]>;
  /** Newest first; `before` pages back by revision. */
  history(key: ReplicantKey, options: { limit: number; before?: number }): Promise<HistoryEntry[]>;
  /**
   * Removes rows of the history beyond the retention, a bounded number at a time; resolves with how many. Never one after its replicant's
   * checkpoint, nor one of the last `limits.idempotencyMs`: a start needs those.
   */
  prune(retention: Retention): Promise<number>;
  /** Removes value and history. */
  delete(key: ReplicantKey): Promise<void>;
  /** Resolves when storage answers, rejects with the reason when it doesn't. */
  ping(): Promise<void>;
}
