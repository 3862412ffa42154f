import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Rate, RateLimiter } from '#ports/rate-limiter';
import type { RedisLine } from './connect.ts';

/** Counts for all servers on one Redis. While that is away, each counts by itself with `instead`. */
export function createRedisRateLimiter({ client, isUp }: RedisLine, instead: RateLimiter): RateLimiter {
  const limiters = new Map<string, RateLimiterRedis>();

  function limiterOf({ points, seconds }: Rate): RateLimiterRedis {
    const name = `limits:${points}/${seconds}`;
    const found = limiters.get(name);
    if (found) return found;
    const made = new RateLimiterRedis({ storeClient: client, useRedisPackage: true, points, duration: seconds, keyPrefix: name });
    limiters.set(name, made);
    return made;
  }

  /** What the library throws is either its count, or a trouble with Redis. */
  async function orInstead<T>(ask: () => Promise<T>, other: () => Promise<T>): Promise<T> {
    if (!isUp()) return other();
    try {
      return await ask();
    } catch {
      return other();
    }
  }

  return {
    take: (key, rate) =>
      orInstead(
        async () => {
          try {
            await limiterOf(rate).consume(key);
            return undefined;
          } catch (spent) {
            if (spent instanceof RateLimiterRes) return secondsLeft(spent);
            throw spent;
          }
        },
        () => instead.take(key, rate),
      ),
    look: (key, rate) =>
      orInstead(
        async () => {
          const state = await limiterOf(rate).get(key);
          return state && state.consumedPoints >= rate.points ? secondsLeft(state) : undefined;
        },
        () => instead.look(key, rate),
      ),
    giveBack: (key, rate) =>
      orInstead(
        async () => void (await limiterOf(rate).reward(key)),
        () => instead.giveBack(key, rate),
      ),
  };
}

function secondsLeft({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1_000));
}
