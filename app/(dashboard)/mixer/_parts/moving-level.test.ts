import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMovingLevel } from './moving-level.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function hand() {
  const sent: number[] = [];
  let shown: number | undefined;
  const moving = createMovingLevel({
    send: (level) => void sent.push(level),
    show: (level) => {
      shown = level;
    },
  });
  return { moving, sent, shown: () => shown };
}

it('a quick move is sent a few times, and its last level always', () => {
  const { moving, sent } = hand();
  moving.hold();
  for (let level = 1; level <= 100; level += 1) {
    moving.move(level);
    vi.advanceTimersByTime(2);
  }
  moving.release();
  vi.advanceTimersByTime(50);
  expect(sent.length).toBeLessThanOrEqual(6);
  expect(sent.at(-1)).toBe(100);
});

it('shows what is held, and follows everybody again when it rests', () => {
  const { moving, shown } = hand();
  moving.hold();
  moving.move(40);
  vi.advanceTimersByTime(10_000);
  expect(shown()).toBe(40);
  moving.release();
  expect(shown()).toBe(40);
  vi.advanceTimersByTime(2_000);
  expect(shown()).toBeUndefined();
});

it('keys, which nobody lets go, rest as well', () => {
  const { moving, sent, shown } = hand();
  moving.move(10);
  moving.move(11);
  vi.advanceTimersByTime(3_000);
  expect([sent, shown()]).toEqual([[10, 11], undefined]);
});

it('a fader that goes away has sent its last level', () => {
  const { moving, sent } = hand();
  moving.move(1);
  moving.move(2);
  moving.finish();
  vi.advanceTimersByTime(3_000);
  expect(sent).toEqual([1, 2]);
});
