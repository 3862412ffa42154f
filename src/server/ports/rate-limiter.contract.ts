import { afterEach, describe, expect, it } from 'vitest';
import type { RateLimiter } from './rate-limiter.ts';

/** What every counting keeps to. `create` makes a fresh one. */
export function describeRateLimiter(create: () => Promise<{ limiter: RateLimiter; close?: () => Promise<void> }>): void {
  describe('a rate limiter', () => {
    const closes: (() => Promise<void>)[] = [];
    const start = async () => {
      const { limiter, close } = await create();
      if (close) closes.push(close);
      return limiter;
    };
    afterEach(async () => {
      for (const close of closes.splice(0)) await close();
    });
    const rate = { points: 3, seconds: 60 };

    it('[L1] gives so many and no more, to each key for itself', async () => {
      const limiter = await start();
      for (let time = 0; time < 3; time += 1) expect(await limiter.take('a', rate)).toBeUndefined();
      const wait = await limiter.take('a', rate);
      expect(wait).toBeGreaterThanOrEqual(1);
      expect(wait).toBeLessThanOrEqual(60);
      expect(await limiter.take('b', rate)).toBeUndefined();
    });

    it('[L2] looks without taking, and gives back', async () => {
      const limiter = await start();
      for (let time = 0; time < 9; time += 1) expect(await limiter.look('a', rate)).toBeUndefined();
      for (let time = 0; time < 3; time += 1) await limiter.take('a', rate);
      expect(await limiter.look('a', rate)).toBeGreaterThanOrEqual(1);
      await limiter.giveBack('a', rate);
      expect(await limiter.look('a', rate)).toBeUndefined();
      expect(await limiter.take('a', rate)).toBeUndefined();
    });

    it('[L3] counts what comes at once', async () => {
      const limiter = await start();
      const waits = await Promise.all(Array.from({ length: 10 }, () => limiter.take('a', rate)));
      expect(waits.filter((wait) => wait === undefined)).toHaveLength(3);
    });
  });
}
