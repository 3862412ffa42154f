import type { Json } from '../json.ts';

/** A small generator with a seed, so that a failure can be repeated: `random(n)` is a whole number below n. */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Any JSON; few different keys, so that two of them have some in common. `container`: an array or object. */
export function randomJson(random: (below: number) => number, depth: number, container = false): Json {
  const kind = container && depth > 0 ? random(2) : random(depth > 0 ? 6 : 4) + 2;
  if (kind === 0 || kind === 6) return Array.from({ length: random(4) }, () => randomJson(random, depth - 1));
  if (kind === 1 || kind === 7) {
    return Object.fromEntries(Array.from({ length: random(4) }, () => [`k${random(4)}`, randomJson(random, depth - 1)]));
  }
  return [random(100), `s${random(100)}`, null, true][kind - 2] ?? null;
}
