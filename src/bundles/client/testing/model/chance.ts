/** Chances that are the same again for the same seed. */
export type Chance = {
  /** 0 to below 1. */
  next(): number;
  /** A whole number, 0 to below `n`. */
  below(n: number): number;
  pick<T>(items: readonly T[]): T;
};

/** Mulberry32: small, even, and all that is needed here. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return { next, below, pick: <T>(items: readonly T[]) => items[below(items.length)] as T };
}
