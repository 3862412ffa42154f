/** `reason`: for people. */
export type StoreOutcome = { stored: true } | { stored: false; reason: string };

export type Waiter = { id: string; answer(outcome: StoreOutcome): void };

/** Writers who wait for their change to be on disk. */
export interface Waiters {
  /** Resolves with the outcome, or after `timeoutMs` with `stored: false`. `taken`: waits with those, for a write that is under way. */
  wait(id: string, timeoutMs: number, taken?: Set<Waiter>): Promise<StoreOutcome>;
  /** Hands over everybody who waits now; later ones wait for a later write. */
  take(): Set<Waiter>;
  readonly count: number;
}

/** `id` is the replicant's, so that a refusal is told to the right ones. */
export function createWaiters(): Waiters {
  let waiting = new Set<Waiter>();
  return {
    wait: (id, timeoutMs, taken) =>
      new Promise((resolve) => {
        const mine = taken ?? waiting;
        const timer = setTimeout(
          () => waiter.answer({ stored: false, reason: `the database has not answered for ${timeoutMs / 1000} s` }),
          timeoutMs,
        );
        const waiter: Waiter = {
          id,
          answer: (outcome) => {
            clearTimeout(timer);
            mine.delete(waiter);
            resolve(outcome);
          },
        };
        mine.add(waiter);
      }),
    take: () => {
      const taken = waiting;
      waiting = new Set();
      return taken;
    },
    get count() {
      return waiting.size;
    },
  };
}
