import type { z } from 'zod';
import type { clock } from './replicants.ts';

/**
 * The clock's arithmetic. A clock is a rule, `base ± (now − startedAt) · rate`, so every client shows the same time
 * without being sent any. `now` is always the server's time in milliseconds since 1970.
 */
export type ClockState = z.output<(typeof clock)['schema']>;

const longestMs = 359_999_999;

/** What the clock shows at `now`, in milliseconds: never below 0, never above 99:59:59.999. */
export function shownMs(clock: ClockState, now: number): number {
  if (clock.startedAt === null) return clock.baseMs;
  // A client whose idea of the server's time is a little behind must not show a running clock before its start.
  const passed = Math.max(0, now - clock.startedAt) * clock.rate;
  return clamp(clock.mode === 'up' ? clock.baseMs + passed : clock.baseMs - passed);
}

export function isRunning(clock: ClockState): boolean {
  return clock.startedAt !== null;
}

/** Real milliseconds until a running countdown reaches zero; undefined when it never will by itself. */
export function msUntilZero(clock: ClockState, now: number): number | undefined {
  if (clock.startedAt === null || clock.mode === 'up') return undefined;
  return shownMs(clock, now) / clock.rate;
}

/** A countdown that stands at zero has nothing to run: it stays as it is. */
export function start(clock: ClockState, now: number): ClockState {
  if (clock.startedAt !== null) return clock;
  if (clock.mode === 'down' && clock.baseMs === 0) return clock;
  return { ...clock, startedAt: now };
}

export function stop(clock: ClockState, now: number): ClockState {
  if (clock.startedAt === null) return clock;
  return { ...clock, baseMs: Math.round(shownMs(clock, now)), startedAt: null };
}

/** Changes what is shown; a running clock goes on from there, but a countdown moved to zero stops. */
export function show(clock: ClockState, now: number, ms: number): ClockState {
  const baseMs = Math.round(clamp(ms));
  const ends = clock.mode === 'down' && baseMs === 0;
  return { ...clock, baseMs, startedAt: clock.startedAt === null || ends ? null : now };
}

export function adjust(clock: ClockState, now: number, byMs: number): ClockState {
  return show(clock, now, shownMs(clock, now) + byMs);
}

export function reset(clock: ClockState): ClockState {
  return { ...clock, startedAt: null, baseMs: clock.mode === 'up' ? 0 : clock.durationMs };
}

/** Turns the direction round without a jump in what is shown. */
export function countIn(clock: ClockState, now: number, mode: ClockState['mode']): ClockState {
  if (clock.mode === mode) return clock;
  return show({ ...clock, mode }, now, shownMs(clock, now));
}

function clamp(ms: number): number {
  return Math.min(longestMs, Math.max(0, ms));
}
