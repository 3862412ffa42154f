/*
 * The server's clock. Somebody may set the computer's clock while a show runs (NTP after a start without network, a person, the end
 * of a sleep); whatever was counted from it would jump on air. So it is read once, at the start, and goes on monotonically.
 */

/** Where a clock takes its time from: both in milliseconds, `wall` since 1970. */
export type ClockSources = { wall: () => number; monotonic: () => number };

export type ServerClock = {
  /** Milliseconds since 1970 as counted from this process's start: never goes back, never jumps. */
  now(): number;
  /** How far the computer's clock is ahead of this one, in milliseconds. */
  aheadMs(): number;
};

/** A clock that starts where the wall clock is now. */
export function createServerClock({ wall, monotonic }: ClockSources): ServerClock {
  const offset = wall() - monotonic();
  const now = () => monotonic() + offset;
  return { now, aheadMs: () => wall() - now() };
}

/** The clock of this process: one for everything that clients are told. */
export const serverClock: ServerClock = createServerClock({ wall: () => Date.now(), monotonic: () => performance.now() });

/** Milliseconds since 1970, monotonic within a server run; with fractions. What `welcome`, `ping` and timers go by. */
export function serverNow(): number {
  return serverClock.now();
}

/** A step of the computer's clock, not of ours. */
export type ClockJump = {
  /** Positive: it was set forward. Milliseconds. */
  byMs: number;
  /** When it was seen, by the server's clock. */
  at: number;
};

/** Less is how NTP corrects a clock without anybody noticing. */
const jumpMs = 1_000;

/** Looks every `everyMs` whether the computer's clock was set. Slow drift is none of its business. Returns the end. */
export function watchClockJumps(clock: ServerClock, onJump: (jump: ClockJump) => void, everyMs = 1_000): () => void {
  let aheadMs = clock.aheadMs();
  const timer = setInterval(() => {
    const before = aheadMs;
    aheadMs = clock.aheadMs();
    if (Math.abs(aheadMs - before) > jumpMs) onJump({ byMs: Math.round(aheadMs - before), at: clock.now() });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
