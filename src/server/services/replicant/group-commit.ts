import { keyOf, type HistoryEntry, type ReplicantKey, type Snapshot } from '#contract/replicant';
import type { ReplicantLog } from '#ports/replicant-log';
import { createCheckpoints, type Checkpoints } from './checkpoints.ts';
import { createDurability, type Durability } from './durability.ts';
import type { Timing } from './timing.ts';
import { addCommit, countUnstored, emptyUnstored, rejoin, type Commit, type Unstored } from './unstored.ts';
import { createWaiters, type StoreOutcome, type Waiter } from './waiters.ts';
import { writeBatch, type Refused } from './write-batch.ts';

/** Takes committed changes to the log: one write at a time, the next takes all that waited (SPEC.md R30 to R39). */
export interface GroupCommit {
  /** Stored within `gatherMs` and the duration of one write. Changes of one author in between may share a history row. */
  append(commit: Commit): void;
  /** Stored with the next write, which starts at once. Resolves when it is on disk, or can't be for now. */
  appendAndWait(commit: Commit): Promise<StoreOutcome>;
  /** Stores a whole value that no change led to: a default. */
  checkpoint(key: ReplicantKey, snapshot: Snapshot): void;
  /** Removes everything stored of it, and what is on its way. */
  delete(key: ReplicantKey): Promise<StoreOutcome>;
  /** A replicant was loaded and `rows` of its history replayed. */
  loaded(key: ReplicantKey, snapshot: Snapshot, rows: number): void;
  /** Its changes that aren't stored yet, oldest first; `deleted`: what is stored is about to go. */
  unstored(key: ReplicantKey): { entries: HistoryEntry[]; deleted: boolean };
  readonly durability: Durability;
  /** Stores everything and a checkpoint of all that lags; rejects with the names of what couldn't be stored within `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
}

type GroupCommitDeps = { log: ReplicantLog; now(): number; report(problem: string): void; timing: Timing };

/** Starts with nothing to store, and no timer. */
export function createGroupCommit(deps: GroupCommitDeps): GroupCommit {
  const { log, timing } = deps;
  const waiters = createWaiters();
  const checkpoints = createCheckpoints();
  let pending = new Map<string, Unstored>();
  let inFlight: Unstored[] = [];
  let loop: Promise<void> | undefined;
  let wake: () => void = () => undefined;
  let isClosing = false;
  const durability = createDurability({ unstored: () => countUnstored(pending.values()) + countUnstored(inFlight), now: deps.now, report: deps.report });

  function pendingOf(key: ReplicantKey): Unstored {
    const id = keyOf(key);
    const unstored = pending.get(id) ?? emptyUnstored(key);
    pending.set(id, unstored);
    return unstored;
  }

  /** Runs while there is something to store; a waiting writer cuts the gathering short. */
  async function storeAll(): Promise<void> {
    while (pending.size > 0) {
      await gather();
      const batch = take();
      if (batch.length > 0) await store(batch, waiters.take());
    }
    loop = undefined;
  }

  function kick(): void {
    if (waiters.count > 0 || isClosing) wake();
    loop ??= storeAll();
  }

  async function gather(): Promise<void> {
    if (waiters.count > 0 || isClosing) {
      // The rest of this turn of the event loop: its writers share a transaction, and graphics are served first.
      await new Promise((resolve) => setImmediate(resolve));
      if (takeable().length > 0) return;
    }
    const now = performance.now();
    const earliest = Math.min(...[...pending.values()].map((unstored) => unstored.notBefore));
    await pause(Math.max(isClosing ? 0 : timing.gatherMs, earliest - now));
  }

  /** Ends early when somebody waits. */
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function takeable(): Unstored[] {
    const now = performance.now();
    return [...pending.values()].filter((unstored) => unstored.notBefore <= now);
  }

  function take(): Unstored[] {
    const batch = takeable();
    for (const unstored of batch) {
      pending.delete(keyOf(unstored.key));
      unstored.checkpoint ||= checkpoints.isDue(unstored);
    }
    return batch;
  }

  /** Repeats the same batch until the log answers: what it doesn't know the outcome of must not be merged with anything. */
  async function store(batch: Unstored[], waiting: ReadonlySet<Waiter>): Promise<void> {
    inFlight = batch;
    for (let tries = 0; ; tries++) {
      const slow = setTimeout(() => durability.away(`the database has not answered for ${timing.durableAckMs / 1000} s`), timing.durableAckMs);
      try {
        const refused = await writeBatch(log, batch);
        return settle(batch, refused, waiting);
      } catch (error) {
        durability.away(error instanceof Error ? error.message : String(error));
      } finally {
        clearTimeout(slow);
      }
      await new Promise((resolve) => setTimeout(resolve, isClosing ? timing.retryMs : backoff(timing, tries)));
    }
  }

  function settle(batch: Unstored[], refused: Refused[], waiting: ReadonlySet<Waiter>): void {
    inFlight = [];
    const reasons = new Map(refused.map(({ unstored, reason }) => [keyOf(unstored.key), reason]));
    for (const unstored of batch) if (!reasons.has(keyOf(unstored.key))) checkpoints.stored(unstored);
    for (const { unstored, reason } of refused) setAside(unstored, reason);
    const stillRefused = [...pending.values()].find((unstored) => unstored.refusals > 0);
    if (stillRefused) durability.refusing(`the database refuses the value of ${nameOf(stillRefused.key)}`);
    else durability.ok();
    for (const waiter of waiting) {
      const reason = reasons.get(waiter.id);
      waiter.answer(reason === undefined ? { stored: true } : { stored: false, reason });
    }
  }

  function setAside(unstored: Unstored, reason: string): void {
    if (unstored.refusals === 0) deps.report(`The database refuses the value of ${nameOf(unstored.key)}; it stays on air, but isn't stored: ${reason}`);
    const id = keyOf(unstored.key);
    pending.set(id, rejoin(unstored, pending.get(id), performance.now() + backoff(timing, unstored.refusals + 3)));
  }

  async function waitFor(key: ReplicantKey): Promise<StoreOutcome> {
    const outcome = waiters.wait(keyOf(key), timing.durableAckMs);
    kick();
    return outcome;
  }

  return {
    durability,
    append: (commit) => {
      addCommit(pendingOf(commit.key), commit, true);
      kick();
    },
    appendAndWait: async (commit) => {
      // Who would only wait in vain is told at once; the change is stored like any other when the log is back.
      const isHopeless = durability.awayForMs() >= timing.durableAckMs || isRefused(pending, commit.key);
      addCommit(pendingOf(commit.key), commit, isHopeless);
      if (!isHopeless) return waitFor(commit.key);
      kick();
      return { stored: false, reason: durability.health().detail ?? 'the database does not answer' };
    },
    checkpoint: (key, snapshot) => {
      const unstored = pendingOf(key);
      unstored.snapshot = snapshot;
      unstored.checkpoint = true;
      kick();
    },
    delete: (key) => {
      pending.set(keyOf(key), { ...emptyUnstored(key), deleted: true });
      checkpoints.forget(key);
      return waitFor(key);
    },
    loaded: (key, snapshot, rows) => checkpoints.loaded(key, snapshot, rows),
    unstored: (key) => {
      const id = keyOf(key);
      const parts = [...inFlight.filter((unstored) => keyOf(unstored.key) === id), ...(pending.has(id) ? [pendingOf(key)] : [])];
      const lastDeletion = parts.findLastIndex((part) => part.deleted);
      return { entries: parts.slice(Math.max(0, lastDeletion)).flatMap((part) => part.rows.map((row) => row.entry)), deleted: lastDeletion >= 0 };
    },
    close: async (timeoutMs) => {
      isClosing = true;
      markLagging(checkpoints, pendingOf, inFlight);
      for (const unstored of pending.values()) unstored.notBefore = 0;
      kick();
      await Promise.race([loop, new Promise((resolve) => setTimeout(resolve, timeoutMs).unref())]);
      const left = [...inFlight, ...pending.values()].map((unstored) => nameOf(unstored.key));
      if (left.length > 0) throw new Error(`Not stored, because ${durability.health().detail ?? 'the database was too slow'}: ${left.join(', ')}`);
    },
  };
}

function markLagging(checkpoints: Checkpoints, pendingOf: (key: ReplicantKey) => Unstored, inFlight: Unstored[]): void {
  const busy = new Set(inFlight.map((unstored) => keyOf(unstored.key)));
  for (const { key, snapshot } of checkpoints.lagging()) {
    if (busy.has(keyOf(key))) continue;
    const unstored = pendingOf(key);
    unstored.snapshot ??= snapshot;
    unstored.checkpoint = true;
  }
}

function isRefused(pending: ReadonlyMap<string, Unstored>, key: ReplicantKey): boolean {
  return (pending.get(keyOf(key))?.refusals ?? 0) > 0;
}

/** Doubles up to `maxRetryMs`, with some chance in it. */
function backoff(timing: Timing, tries: number): number {
  const longest = Math.min(timing.maxRetryMs, timing.retryMs * 2 ** Math.min(tries, 20));
  return longest * (0.5 + Math.random() / 2);
}

function nameOf(key: ReplicantKey): string {
  return `replicant "${key.name}" in namespace "${key.namespace}"`;
}
