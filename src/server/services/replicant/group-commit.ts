import { keyOf, type HistoryEntry, type ReplicantKey, type Snapshot } from '#contract/replicant';
import type { ReplicantLog } from '#ports/replicant-log';
import { createCheckpoints } from './checkpoints.ts';
import { createDurability, type Durability } from './durability.ts';
import { createPause } from './pause.ts';
import type { Timing } from './timing.ts';
import { addCommit, countUnstored, emptyUnstored, oldestUnstoredMs, rejoin, type Commit, type Unstored } from './unstored.ts';
import { createWaiters, type StoreOutcome, type Waiter } from './waiters.ts';
import { writeBatch, type Refused } from './write-batch.ts';

type GroupCommitDeps = { log: ReplicantLog; now(): number; report(problem: string): void; timing: Timing };

/** What writers hear: the log's own words may name addresses, and go to `report` and the health only. */
const refusedReason = 'the database refuses this value';
const awayReason = 'the database takes nothing at the moment';

/** Takes committed changes to the log: one write at a time, the next takes all that waited (SPEC.md R30 to R38). */
export class GroupCommit {
  readonly durability: Durability;
  readonly #deps: GroupCommitDeps;
  readonly #waiters = createWaiters();
  readonly #checkpoints = createCheckpoints();
  readonly #pending = new Map<string, Unstored>();
  readonly #gathering = createPause();
  readonly #retrying = createPause();
  /** What could not be stored while closing. */
  readonly #lost: ReplicantKey[] = [];
  #inFlight: Unstored[] = [];
  /** Who waits for what is in flight. */
  #answering = new Set<Waiter>();
  #isResting = false;
  #loop: Promise<void> | undefined;
  #state: 'open' | 'closing' | 'stopped' = 'open';

  constructor(deps: GroupCommitDeps) {
    this.#deps = deps;
    const waiting = () => [...this.#pending.values(), ...this.#inFlight];
    const unstored = (): number => countUnstored(waiting());
    const oldestMs = (): number => oldestUnstoredMs(waiting());
    this.durability = createDurability({ unstored, oldestMs, now: deps.now, report: deps.report });
  }

  /** Stored within `gatherMs` and the duration of one write. Changes of one author in between may share a history row. */
  append(commit: Commit): void {
    addCommit(this.#pendingOf(commit.key), commit, true);
    this.#kick();
  }

  /** Stored with the next write, which starts at once. Resolves when it is on disk, or can't be for now. */
  async appendAndWait(commit: Commit): Promise<StoreOutcome> {
    const unstored = this.#pendingOf(commit.key);
    // Who would only wait in vain is told at once; the change is stored like any other when the log takes it again.
    const isHopeless = this.durability.awayForMs() >= this.#deps.timing.durableAckMs || unstored.refusals > 0;
    addCommit(unstored, commit, isHopeless);
    if (!isHopeless) return this.#wait(commit.key);
    this.#kick();
    return { stored: false, reason: unstored.refusals > 0 ? refusedReason : awayReason };
  }

  /** When what was committed of this replicant so far is on disk, or can't be for now; undefined: it is already. */
  settled(key: ReplicantKey): Promise<StoreOutcome> | undefined {
    const id = keyOf(key);
    const isStored = !this.#pending.has(id) && !this.#inFlight.some((unstored) => keyOf(unstored.key) === id);
    if (isStored) return undefined;
    if (this.durability.awayForMs() >= this.#deps.timing.durableAckMs)
      return Promise.resolve({ stored: false, reason: awayReason });
    if (this.#pending.has(id)) return this.#wait(key);
    return this.#waiters.wait(id, this.#deps.timing.durableAckMs, this.#answering);
  }

  /** Stores a whole value that no change led to: a default. */
  checkpoint(key: ReplicantKey, snapshot: Snapshot): void {
    const unstored = this.#pendingOf(key);
    unstored.snapshot = snapshot;
    unstored.checkpoint = true;
    this.#kick();
  }

  /** Removes everything stored of it, and what is on its way. */
  delete(key: ReplicantKey): Promise<StoreOutcome> {
    this.#pending.set(keyOf(key), { ...emptyUnstored(key), deleted: true });
    return this.#wait(key);
  }

  /** A replicant was loaded and `rows` of its history replayed. */
  loaded(key: ReplicantKey, snapshot: Snapshot, rows: number): void {
    this.#checkpoints.loaded(key, snapshot, rows);
  }

  /** Its changes that aren't stored yet, oldest first; `deleted`: whatever is stored is about to go. */
  unstored(key: ReplicantKey): { entries: HistoryEntry[]; deleted: boolean } {
    const id = keyOf(key);
    const parts = [...this.#inFlight, ...this.#pending.values()].filter((unstored) => keyOf(unstored.key) === id);
    const deletion = parts.findLastIndex((part) => part.deleted);
    return {
      entries: parts.slice(Math.max(0, deletion)).flatMap((part) => part.rows.map((row) => row.entry)),
      deleted: deletion >= 0,
    };
  }

  /** Stores everything, and a checkpoint of all that lags; rejects with the names of what couldn't be stored within `timeoutMs`. */
  async close(timeoutMs: number): Promise<void> {
    this.#state = 'closing';
    for (const unstored of this.#pending.values()) unstored.notBefore = 0;
    this.#gathering.end();
    this.#retrying.end();
    this.#loop ??= this.#storeAll();
    const deadline = createPause();
    await Promise.race([this.#loop, deadline.start(timeoutMs)]);
    deadline.end();
    this.#state = 'stopped';
    this.#retrying.end();
    const left = [...this.#inFlight, ...this.#pending.values()].map((unstored) => unstored.key);
    const names = [...this.#lost, ...left].map(nameOf);
    if (names.length > 0)
      throw new Error(
        `Not stored, because ${this.durability.health().detail ?? 'the database was too slow'}: ${names.join(', ')}`,
      );
  }

  #pendingOf(key: ReplicantKey): Unstored {
    const id = keyOf(key);
    const unstored = this.#pending.get(id) ?? emptyUnstored(key);
    this.#pending.set(id, unstored);
    return unstored;
  }

  #wait(key: ReplicantKey): Promise<StoreOutcome> {
    const outcome = this.#waiters.wait(keyOf(key), this.#deps.timing.durableAckMs);
    this.#kick();
    return outcome;
  }

  #kick(): void {
    if (this.#waiters.count > 0 || this.#isResting) this.#gathering.end();
    if (this.#state !== 'stopped') this.#loop ??= this.#storeAll();
  }

  /** Runs while there is something to store. */
  async #storeAll(): Promise<void> {
    while (this.#pending.size > 0 && this.#state !== 'stopped') {
      await this.#gather();
      const batch = this.#take();
      if (batch.length > 0) await this.#store(batch, this.#waiters.take());
    }
    if (this.#state === 'closing') await this.#storeLagging();
    this.#loop = undefined;
  }

  async #storeLagging(): Promise<void> {
    const batch = this.#checkpoints.lagging().map(({ key, snapshot }) => ({ ...emptyUnstored(key), snapshot, checkpoint: true }));
    if (batch.length > 0) await this.#store(batch, new Set());
  }

  /** A waiting writer cuts it short to the rest of this turn of the event loop: its writers share a write, and graphics are served first. */
  async #gather(): Promise<void> {
    const isHurried = (): boolean => this.#waiters.count > 0 || this.#state !== 'open';
    if (this.#takeable().length === 0) await this.#rest();
    else if (!isHurried()) await this.#gathering.start(this.#deps.timing.gatherMs);
    if (isHurried()) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Only refused content waits: until its next try, or until something else comes. */
  async #rest(): Promise<void> {
    const earliest = Math.min(...[...this.#pending.values()].map((unstored) => unstored.notBefore));
    this.#isResting = true;
    await this.#gathering.start(Math.max(0, earliest - performance.now()));
    this.#isResting = false;
  }

  #takeable(): Unstored[] {
    const now = performance.now();
    return [...this.#pending.values()].filter((unstored) => unstored.notBefore <= now);
  }

  #take(): Unstored[] {
    const batch = this.#takeable();
    for (const unstored of batch) {
      this.#pending.delete(keyOf(unstored.key));
      unstored.checkpoint ||= this.#checkpoints.isDue(unstored);
    }
    return batch;
  }

  /** Repeats the same batch until the log answers: what has an unknown outcome must not be merged with anything. */
  async #store(batch: Unstored[], waiting: Set<Waiter>): Promise<void> {
    const { log, timing } = this.#deps;
    this.#inFlight = batch;
    this.#answering = waiting;
    for (let tries = 0; this.#state !== 'stopped'; tries++) {
      const slow = setTimeout(
        () => this.durability.away(`the database has not answered for ${timing.durableAckMs / 1_000} s`),
        timing.durableAckMs,
      );
      try {
        const refused = await writeBatch(log, batch);
        return this.#settle(batch, refused, waiting);
      } catch (error) {
        this.durability.away(error instanceof Error ? error.message : String(error));
      } finally {
        clearTimeout(slow);
      }
      await this.#retrying.start(this.#state === 'open' ? backoff(timing, tries) : timing.retryMs);
    }
  }

  #settle(batch: Unstored[], refused: Refused[], waiting: ReadonlySet<Waiter>): void {
    this.#inFlight = [];
    const refusedIds = new Set(refused.map(({ unstored }) => keyOf(unstored.key)));
    for (const unstored of batch) if (!refusedIds.has(keyOf(unstored.key))) this.#checkpoints.stored(unstored);
    for (const one of refused) this.#setAside(one);
    const stillRefused = [...this.#pending.values()].find((unstored) => unstored.refusals > 0)?.key ?? this.#lost[0];
    if (stillRefused) this.durability.refusing(`the database refuses the value of ${nameOf(stillRefused)}`);
    else this.durability.ok();
    for (const waiter of waiting) {
      waiter.answer(refusedIds.has(waiter.id) ? { stored: false, reason: refusedReason } : { stored: true });
    }
  }

  #setAside({ unstored, reason }: Refused): void {
    const { report, timing } = this.#deps;
    if (unstored.refusals === 0)
      report(`The database refuses the value of ${nameOf(unstored.key)}; it stays on air, but isn't stored: ${reason}`);
    if (this.#state !== 'open') return void this.#lost.push(unstored.key);
    const id = keyOf(unstored.key);
    this.#pending.set(id, rejoin(unstored, this.#pending.get(id), performance.now() + backoff(timing, unstored.refusals)));
  }
}

/** Doubles from `retryMs` to `maxRetryMs`, with some chance in it. */
function backoff(timing: Timing, tries: number): number {
  const longest = Math.min(timing.maxRetryMs, timing.retryMs * 2 ** Math.min(tries, 20));
  return longest * (0.5 + Math.random() / 2);
}

function nameOf(key: ReplicantKey): string {
  return `replicant "${key.name}" in namespace "${key.namespace}"`;
}
