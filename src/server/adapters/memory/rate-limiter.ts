import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Rate, RateLimiter } from '#ports/rate-limiter';

const usualKeys = 50_000;

/**
 * Counts in this process. When `maxKeys` are known, those that were first seen longest ago are forgotten: somebody with many addresses
 * can make it forget, but not grow.
 */
export function createMemoryRateLimiter({ maxKeys = usualKeys }: { maxKeys?: number } = {}): RateLimiter & { size(): number } {
  const limiters = new Map<string, RateLimiterMemory>();
  const known = new Map<string, RateLimiterMemory>();

  function limiterOf({ points, seconds }: Rate): RateLimiterMemory {
    const name = `${points}/${seconds}`;
    const found = limiters.get(name);
    if (found) return found;
    const made = new RateLimiterMemory({ points, duration: seconds, keyPrefix: name });
    limiters.set(name, made);
    return made;
  }

  function remember(key: string, limiter: RateLimiterMemory): void {
    if (known.has(key)) return;
    known.set(key, limiter);
    if (known.size <= maxKeys) return;
    const [oldest] = known;
    if (!oldest) return;
    known.delete(oldest[0]);
    void oldest[1].delete(oldest[0]);
  }

  return {
    async take(key, rate) {
      const limiter = limiterOf(rate);
      remember(key, limiter);
      try {
        await limiter.consume(key);
        return undefined;
      } catch (spent) {
        return secondsOf(spent);
      }
    },
    async look(key, rate) {
      const state = await limiterOf(rate).get(key);
      return state && state.consumedPoints >= rate.points ? secondsOf(state) : undefined;
    },
    async giveBack(key, rate) {
      await limiterOf(rate).reward(key);
    },
    size: () => known.size,
  };
}

/** Of what the library throws when nothing is left. */
export function secondsOf(state: unknown): number {
  const { msBeforeNext = 1_000 } = state as { msBeforeNext?: number };
  return Math.max(1, Math.ceil(msBeforeNext / 1_000));
}
