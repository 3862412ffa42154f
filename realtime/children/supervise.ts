import { setTimeout as delay } from 'node:timers/promises';
import { failure, success, type Result } from '#contract/result';
import type { Log } from '#ports/log';
import { createBackoff } from '../backoff.ts';

/** A child that runs. `exited` resolves with the reason, for a person, however it ended. */
export type Child<T> = { value: T; exited: Promise<string>; stop: () => Promise<void> };

export type SuperviseOptions<T> = {
  /** As a person knows it: `the database`. */
  name: string;
  /** Starts it, or says why it didn't. `previous` is what ran before, for taking the same place again. */
  start: (previous: T | undefined) => Promise<Result<Child<T>, string>>;
  log: Log;
  /** Hears of every change; `detail` says why it isn't running. */
  onState?: (state: 'starting' | 'ok' | 'failing', detail?: string) => void;
  firstRetryMs?: number;
  lastRetryMs?: number;
  /** After running this long the next failure counts as the first. */
  healthyMs?: number;
};

export type Supervision<T> = {
  /** Undefined while it isn't running. */
  current(): T | undefined;
  /** The outcome of the first try; it goes on trying whatever that is, until `stop`. */
  first: Promise<Result<T, string>>;
  /** Ends it and every further try. Safe to call again. */
  stop(): Promise<void>;
};

/** Keeps a child running: starts it, watches it, starts it again after a pause that doubles with each failure. */
export function supervise<T>(options: SuperviseOptions<T>): Supervision<T> {
  const { name, start, log, onState = () => undefined, firstRetryMs = 250, lastRetryMs = 10_000, healthyMs = 30_000 } = options;
  const stopping = new AbortController();
  let running: Child<T> | undefined;
  let previous: T | undefined;
  const backoff = createBackoff({ firstRetryMs, lastRetryMs, healthyMs });
  let settleFirst: (result: Result<T, string>) => void;
  const first = new Promise<Result<T, string>>((resolve) => {
    settleFirst = resolve;
  });

  async function runOnce(): Promise<{ reason: string; ranForMs: number }> {
    onState('starting');
    const started = await attempt(() => start(previous));
    if (!started.ok) {
      settleFirst(started);
      return { reason: started.error, ranForMs: 0 };
    }
    running = started.value;
    previous = running.value;
    if (stopping.signal.aborted) await running.stop();
    else onState('ok');
    settleFirst(success(running.value));
    const since = performance.now();
    const reason = await running.exited;
    running = undefined;
    return { reason, ranForMs: performance.now() - since };
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const { reason, ranForMs } = await runOnce();
      if (stopping.signal.aborted) return;
      onState('failing', reason);
      const retryMs = backoff.next(ranForMs);
      log.warn(`${name} is down: ${reason} Trying again in ${retryMs / 1000} s.`);
      await delay(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const finished = run();
  return {
    current: () => running?.value,
    first,
    async stop() {
      stopping.abort();
      await running?.stop();
      await finished;
    },
  };
}

async function attempt<T>(start: () => Promise<Result<T, string>>): Promise<Result<T, string>> {
  try {
    return await start();
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}
