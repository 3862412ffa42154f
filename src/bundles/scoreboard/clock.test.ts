import { describe, expect, it } from 'vitest';
import { adjust, countIn, isRunning, msUntilZero, reset, show, shownMs, start, stop, type ClockState } from './clock.ts';

const standing: ClockState = { startedAt: null, baseMs: 0, rate: 1, mode: 'up', durationMs: 60_000, period: '' };
const countdown: ClockState = { ...standing, mode: 'down', baseMs: 60_000 };
const at = 1_800_000_000_000;

describe('a running clock', () => {
  it('shows its base plus the time since its start', () => {
    const running = start({ ...standing, baseMs: 5_000 }, at);
    expect(shownMs(running, at + 1_234)).toBe(6_234);
  });

  it('runs at its rate, in both directions', () => {
    expect(shownMs(start({ ...standing, rate: 2 }, at), at + 1_500)).toBe(3_000);
    expect(shownMs(start({ ...countdown, rate: 0.5 }, at), at + 10_000)).toBe(55_000);
  });

  it('never shows less than at its start to a client whose clock is behind', () => {
    expect(shownMs(start({ ...standing, baseMs: 5_000 }, at), at - 40)).toBe(5_000);
  });

  it('is not moved by a second start', () => {
    const running = start(standing, at);
    expect(start(running, at + 9_000)).toBe(running);
  });

  it('stops at what it shows and goes on from there', () => {
    const stopped = stop(start(standing, at), at + 2_500);
    expect(stopped).toMatchObject({ startedAt: null, baseMs: 2_500 });
    expect(shownMs(start(stopped, at + 60_000), at + 60_100)).toBe(2_600);
  });

  it('goes on running when adjusted, from the adjusted time', () => {
    const adjusted = adjust(start(standing, at), at + 30_000, -10_000);
    expect(isRunning(adjusted)).toBe(true);
    expect(shownMs(adjusted, at + 31_000)).toBe(21_000);
  });

  it('keeps its rate when adjusted', () => {
    const adjusted = adjust(start({ ...standing, rate: 2 }, at), at + 1_000, 1_000);
    expect(shownMs(adjusted, at + 2_000)).toBe(5_000);
  });

  it('turns round without a jump', () => {
    const turned = countIn(start(standing, at), at + 42_000, 'down');
    expect([shownMs(turned, at + 42_000), shownMs(turned, at + 43_000)]).toEqual([42_000, 41_000]);
  });
});

describe('a countdown', () => {
  it('ends at zero and stays there', () => {
    const running = start(countdown, at);
    expect(shownMs(running, at + 60_000)).toBe(0);
    expect(shownMs(running, at + 3_600_000)).toBe(0);
  });

  it('knows how long it still runs, by its rate', () => {
    expect(msUntilZero(start({ ...countdown, rate: 2 }, at), at + 10_000)).toBe(20_000);
    expect(msUntilZero(countdown, at)).toBeUndefined();
    expect(msUntilZero(start(standing, at), at)).toBeUndefined();
  });

  it('stops when it is moved below zero while running', () => {
    expect(adjust(start(countdown, at), at + 55_000, -10_000)).toMatchObject({ startedAt: null, baseMs: 0 });
  });

  it('does not start at zero', () => {
    expect(isRunning(start({ ...countdown, baseMs: 0 }, at))).toBe(false);
  });
});

describe('setting a clock', () => {
  it('resets to 00:00 counting up and to its length counting down, standing', () => {
    expect(reset(start({ ...standing, baseMs: 9_000 }, at))).toMatchObject({ startedAt: null, baseMs: 0 });
    expect(reset(start({ ...countdown, baseMs: 9_000 }, at))).toMatchObject({ startedAt: null, baseMs: 60_000 });
  });

  it('keeps within 00:00 and 99:59:59', () => {
    expect(show(standing, at, -1).baseMs).toBe(0);
    expect(show(standing, at, 1e12).baseMs).toBe(359_999_999);
  });
});
