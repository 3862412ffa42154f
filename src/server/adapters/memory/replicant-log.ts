import { keyOf, type HistoryEntry, type ReplicantKey, type Snapshot } from '#contract/replicant';
import { limits } from '#contract/limits';
import {
  storageFault,
  type Checkpoint,
  type LogAppend,
  type ReplicantLog,
  type Retention,
  type StoredReplicant,
} from '#ports/replicant-log';

type Row = { key: ReplicantKey; checkpoint: Snapshot | undefined; entries: HistoryEntry[] };
type Batch = { entries: LogAppend[]; checkpoints: Checkpoint[] };

/** A log for tests and throw-away servers, with the faults that a database has, on demand. */
export interface MemoryReplicantLog extends ReplicantLog {
  /** False: every call rejects until it is true again. */
  setAvailable(available: boolean): void;
  /** True: it answers, but has no room for anything. */
  setFull(full: boolean): void;
  /** Writes that begin from now on wait for the returned function to be called. */
  holdWrites(): () => void;
  /** The same for questions: `load`, `list` and `history`. */
  holdReads(): () => void;
  /** A batch for which this is true is rejected, as a database rejects content that it can't store. Undefined: none. */
  refuseWrites(refuses: ((batch: Batch) => boolean) | undefined): void;
  /** The next write is stored and then rejects: its outcome is unknown to the caller. */
  loseNextAnswer(): void;
  /** Batches stored so far, oldest first. */
  readonly batches: readonly Batch[];
}

/** Keeps everything as JSON text's content would be: holes become null and undefined vanishes, as in a database. */
export function createMemoryReplicantLog(): MemoryReplicantLog {
  const rows = new Map<string, Row>();
  const batches: Batch[] = [];
  let available = true;
  let isFull = false;
  let held: Promise<void> = Promise.resolve();
  let heldReads: Promise<void> = Promise.resolve();
  let refuses: ((batch: Batch) => boolean) | undefined;
  let loseAnswer = false;

  function guard(): void {
    if (!available) throw new Error('the log is switched off');
  }
  function rowOf(key: ReplicantKey): Row {
    const row = rows.get(keyOf(key)) ?? { key, checkpoint: undefined, entries: [] };
    rows.set(keyOf(key), row);
    return row;
  }

  return {
    batches,
    write: async (batch) => {
      await held;
      guard();
      if (isFull) throw storageFault('the disk is full');
      if (refuses?.(batch)) throw new Error('the log refuses this content');
      const stored = structuredCloneJson(batch);
      for (const { key, entry } of stored.entries) append(rowOf(key), entry);
      for (const { key, snapshot } of stored.checkpoints) checkpoint(rowOf(key), snapshot);
      batches.push(stored);
      if (!loseAnswer) return;
      loseAnswer = false;
      throw new Error('the connection broke before the answer');
    },
    load: async (keys) => {
      await heldReads;
      guard();
      const found = keys.flatMap((key): [string, StoredReplicant][] => {
        const row = rows.get(keyOf(key));
        return row ? [[keyOf(key), afterCheckpoint(row)]] : [];
      });
      return new Map(found);
    },
    list: async (namespace) => {
      await heldReads;
      guard();
      const keys = [...rows.values()].map((row) => row.key);
      return namespace === undefined ? keys : keys.filter((key) => key.namespace === namespace);
    },
    history: async (key, { limit, before }) => {
      await heldReads;
      guard();
      const entries = [...(rows.get(keyOf(key))?.entries ?? [])].reverse();
      return entries.filter((entry) => before === undefined || entry.revision < before).slice(0, limit);
    },
    prune: async (retention) => {
      await Promise.resolve();
      guard();
      return [...rows.values()].reduce((count, row) => count + prune(row, retention), 0);
    },
    delete: async (key) => {
      await Promise.resolve();
      guard();
      rows.delete(keyOf(key));
    },
    ping: async () => {
      await Promise.resolve();
      guard();
    },
    setAvailable: (next) => void (available = next),
    setFull: (next) => void (isFull = next),
    holdWrites: () => {
      const { closed, release } = makeGate();
      held = closed;
      return release;
    },
    holdReads: () => {
      const { closed, release } = makeGate();
      heldReads = closed;
      return release;
    },
    refuseWrites: (next) => void (refuses = next),
    loseNextAnswer: () => void (loseAnswer = true),
  };
}

function makeGate(): { closed: Promise<void>; release: () => void } {
  let release: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (release = resolve));
  return { closed, release: () => release() };
}

function append(row: Row, entry: HistoryEntry): void {
  const isKnown = row.entries.some((known) => known.revision === entry.revision && known.stamp === entry.stamp);
  if (!isKnown) row.entries.push(entry);
}

function checkpoint(row: Row, snapshot: Snapshot): void {
  if (row.checkpoint && snapshot.revision < row.checkpoint.revision) return;
  const { value, revision, stamp } = snapshot;
  // JSON dropped an undefined value's key; the port promises it.
  row.checkpoint = { value, revision, stamp };
}

function afterCheckpoint(row: Row): StoredReplicant {
  const from = row.checkpoint?.revision ?? -1;
  const idempotency = row.entries
    .filter(isYoung)
    .flatMap(({ idempotencyKeys = [], revision, stamp, at }) => idempotencyKeys.map((key) => ({ key, revision, stamp, at })));
  const entries = row.entries.filter((entry) => entry.revision > from);
  return { checkpoint: row.checkpoint, entries, ...(idempotency.length > 0 ? { idempotency } : {}) };
}

function isYoung({ at }: HistoryEntry): boolean {
  return at > Date.now() - limits.idempotencyMs;
}

function prune(row: Row, { days, rows }: Retention): number {
  const { length } = row.entries;
  const nth = row.entries.map(({ revision }) => revision).toSorted((a, b) => b - a)[rows] ?? -1;
  const isKept = (entry: HistoryEntry): boolean =>
    isYoung(entry) ||
    entry.revision > (row.checkpoint?.revision ?? -1) ||
    (entry.at >= Date.now() - days * 86_400_000 && entry.revision > nth);
  row.entries = row.entries.filter(isKept);
  return length - row.entries.length;
}

function structuredCloneJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
