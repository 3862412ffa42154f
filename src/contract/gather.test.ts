import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { gather } from './gather.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('does the work once for all that asked meanwhile, as soon as the most hurried of them wants it', async () => {
  let done = 0;
  const work = gather(100, () => Promise.resolve(void (done += 1)));
  work.soon();
  work.soon(10);
  work.soon();
  await vi.advanceTimersByTimeAsync(10);
  expect(done).toBe(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(done).toBe(1);
});

it('never works twice at a time: who asks meanwhile is served after', async () => {
  const ends: (() => void)[] = [];
  const work = gather(100, () => new Promise<void>((resolve) => ends.push(resolve)));
  work.soon();
  await vi.advanceTimersByTimeAsync(100);
  work.soon();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ends.length).toBe(1);
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(100);
  expect(ends.length).toBe(2);
});

it('goes on after work that rejected, and not after its end', async () => {
  let tries = 0;
  const work = gather(100, () => Promise.reject(new Error(`try ${++tries}`)));
  for (const expected of [1, 2]) {
    work.soon();
    await vi.advanceTimersByTimeAsync(100);
    expect(tries).toBe(expected);
  }
  work.soon();
  work.stop();
  work.soon();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(tries).toBe(2);
});
