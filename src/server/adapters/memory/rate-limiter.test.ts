import { expect, it } from 'vitest';
import { describeRateLimiter } from '#ports/rate-limiter.contract';
import { createMemoryRateLimiter } from './rate-limiter.ts';

describeRateLimiter(() => Promise.resolve({ limiter: createMemoryRateLimiter() }));

it('[L4] never knows more keys than its bound, and forgets the oldest', async () => {
  const limiter = createMemoryRateLimiter({ maxKeys: 100 });
  const once = { points: 1, seconds: 3_600 };
  for (let key = 0; key < 5_000; key += 1) await limiter.take(`address ${key}`, once);
  expect(limiter.size()).toBe(100);
  expect(await limiter.take('address 4999', once)).toBeGreaterThan(0);
  expect(await limiter.take('address 0', once)).toBeUndefined();
});
