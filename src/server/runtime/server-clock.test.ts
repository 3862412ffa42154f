import { expect, it } from 'vitest';
import { createServerClock, serverNow, watchClockJumps, type ClockJump } from './server-clock.ts';

/** A computer whose clock can be set: time passes only when told. */
function computer() {
  const at = { wall: 1_700_000_000_000, monotonic: 5_000 };
  return {
    sources: { wall: () => at.wall, monotonic: () => at.monotonic },
    pass(ms: number) {
      at.wall += ms;
      at.monotonic += ms;
    },
    set: (byMs: number) => void (at.wall += byMs),
  };
}

it('[H1] starts at the computer’s time and goes on by the monotonic clock, however that is set', () => {
  const { sources, pass, set } = computer();
  const clock = createServerClock(sources);
  expect(clock.now()).toBe(1_700_000_000_000);
  pass(1_500);
  set(-3 * 3_600_000);
  expect(clock.now()).toBe(1_700_000_001_500);
  set(5 * 3_600_000);
  pass(10);
  expect(clock.now()).toBe(1_700_000_001_510);
  expect(clock.aheadMs()).toBe(2 * 3_600_000);
});

it('[H1] agrees with the computer’s clock in a process whose clock nobody set', () => {
  expect(Math.abs(serverNow() - Date.now())).toBeLessThan(1_000);
});

it('[H2] tells each step of the computer’s clock once, with its size, and no slow drift', async () => {
  const { sources, pass, set } = computer();
  const jumps: ClockJump[] = [];
  const clock = createServerClock(sources);
  let looks = 0;
  const counted = { ...clock, aheadMs: () => (looks++, clock.aheadMs()) };
  const looked = async () => {
    const before = looks;
    await expect.poll(() => looks, { interval: 1 }).toBeGreaterThan(before + 1);
  };
  const stop = watchClockJumps(counted, (jump) => jumps.push(jump), 1);
  for (let drift = 0; drift < 5; drift++) {
    set(400);
    await looked();
  }
  expect(jumps).toEqual([]);
  pass(1_000);
  set(-10_800_000);
  await looked();
  set(60_000);
  await looked();
  stop();
  expect(jumps).toEqual([
    { byMs: -10_800_000, at: 1_700_000_001_000 },
    { byMs: 60_000, at: 1_700_000_001_000 },
  ]);
});
