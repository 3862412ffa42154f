import { createMemoryRateLimiter } from '#adapters/memory/rate-limiter';
import { usualRateLimits } from '#server/config/rate-limits';
import { createClientOf } from '../client-of.ts';
import { createRequestLimits } from '../limit-requests.ts';
import { createGate } from './gate.ts';

/** The gate of a server that asks nobody to sign in. */
export function openTestGate() {
  return createGate({ mode: () => 'open', services: () => undefined, clientOf: createClientOf([]) });
}

/** How often such a server is asked at most. */
export function openTestLimits() {
  const limiter = createMemoryRateLimiter();
  return createRequestLimits({ limiter, limits: usualRateLimits, clientOf: createClientOf([]), mode: 'open' });
}
