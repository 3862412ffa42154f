import { createMemoryRateLimiter } from '#adapters/memory/rate-limiter';
import type { RateLimiter } from '#ports/rate-limiter';

/** Counts for this process. */
export function createRateLimiter(): RateLimiter {
  return createMemoryRateLimiter();
}
