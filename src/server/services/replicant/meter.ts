/** Counts what happens, for people who look at it. */
export interface Meter {
  add(length: number): void;
  /** Per second, over the last ten whole seconds. */
  rate(): { changesPerSecond: number; bytesPerSecond: number };
}

const seconds = 10;

/** `nowMs` is a clock that never goes back. Costs a few numbers, however much happens. */
export function createMeter(nowMs: () => number = () => performance.now()): Meter {
  const counts = new Float64Array(seconds + 1);
  const lengths = new Float64Array(seconds + 1);
  let newest = Math.floor(nowMs() / 1_000);

  /** Empties the seconds that have passed; the index of the present one. */
  function advance(): number {
    const now = Math.floor(nowMs() / 1_000);
    for (let second = Math.max(newest + 1, now - seconds); second <= now; second++) {
      counts[second % counts.length] = 0;
      lengths[second % lengths.length] = 0;
    }
    newest = Math.max(newest, now);
    return newest % counts.length;
  }

  return {
    add(length) {
      const index = advance();
      counts[index] = (counts[index] ?? 0) + 1;
      lengths[index] = (lengths[index] ?? 0) + length;
    },
    rate() {
      const index = advance();
      const sum = (values: Float64Array): number =>
        values.reduce((total, value, at) => (at === index ? total : total + value), 0);
      return { changesPerSecond: sum(counts) / seconds, bytesPerSecond: sum(lengths) / seconds };
    },
  };
}
