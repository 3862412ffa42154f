import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { holdHeight } from './hold-height.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function page(heldPx: number | undefined) {
  const shown: number[] = [];
  return { shown, hold: holdHeight(heldPx, (heightPx) => void shown.push(heightPx)) };
}

it('[E565] a page that fills to its height before shows no other on the way', () => {
  const { shown, hold } = page(400);
  hold.report(150);
  vi.advanceTimersByTime(1_000);
  hold.report(320);
  vi.advanceTimersByTime(1_900);
  hold.report(400);
  expect(shown).toEqual([400]);
  hold.report(380);
  expect(shown).toEqual([400, 380]);
});

it('[E565] an empty page fills, also where it was lower than an empty one is made', () => {
  const { shown, hold } = page(60);
  hold.report(150);
  vi.advanceTimersByTime(2_000);
  hold.report(60);
  expect(shown).toEqual([60]);
});

it('[E565] one that is lower or higher now is so after a moment', () => {
  const lower = page(400);
  lower.hold.report(150);
  vi.advanceTimersByTime(2_999);
  expect(lower.shown).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(lower.shown).toEqual([150]);
  const higher = page(400);
  higher.hold.report(600);
  vi.advanceTimersByTime(250);
  expect(higher.shown).toEqual([600]);
});

it('[E566] the first height ever is the one that a page stays at, and waits for no page that never does', () => {
  const quiet = page(undefined);
  // What an empty page gets.
  quiet.hold.report(150);
  vi.advanceTimersByTime(1_000);
  quiet.hold.report(300);
  vi.advanceTimersByTime(249);
  expect(quiet.shown).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(quiet.shown).toEqual([300]);
  const restless = page(undefined);
  for (let px = 1; px <= 30; px += 1) {
    restless.hold.report(200 + px);
    vi.advanceTimersByTime(100);
  }
  expect(restless.shown[0]).toBe(215);
});

it('[E565] nothing is shown of a page that is gone', () => {
  const { shown, hold } = page(400);
  hold.report(600);
  hold.stop();
  vi.runAllTimers();
  expect(shown).toEqual([]);
});
