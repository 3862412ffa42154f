import { createMemoryRateLimiter } from '#adapters/memory/rate-limiter';
import type { RateLimiter } from '#ports/rate-limiter';
import type { SharedRedis } from './open-redis.ts';

/** Counts for all servers on one Redis, or for this one. */
export function createRateLimiter(redis: SharedRedis | undefined): RateLimiter {
  return redis?.limiter ?? createMemoryRateLimiter();
}
