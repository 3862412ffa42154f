import type { ClockEstimate } from './clock-estimate.ts';

/** A clock to show: never goes back, except where it has to be set. */
export type SteadyClock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** How far it is behind its estimate, in milliseconds. */
  behindMs(): number;
};

/** A larger correction is no measuring error: a computer slept, or the server was started again. It is made at once. */
export const stepMs = 250;
/** Smaller ones are made little by little: two thirds within this time, and never by more than this share of the time that passes. */
const slewMs = 500;
const mostSlew = 0.1;

/** `own`: a monotonic clock in milliseconds. `guess`: what the server's clock is ahead of it, as long as nothing was read. */
export function createSteadyClock(estimate: ClockEstimate, own: () => number, guess: number): SteadyClock {
  let offset = guess;
  let last = own();
  let isKnown = false;

  const behindMs = (): number => (estimate.offsetAt(own()) ?? offset) - offset;
  return {
    behindMs,
    now() {
      const time = own();
      const passed = Math.max(0, time - last);
      last = time;
      const behind = (estimate.offsetAt(time) ?? offset) - offset;
      const most = passed * mostSlew;
      if (!isKnown || Math.abs(behind) > stepMs) offset += behind;
      else offset += Math.max(-most, Math.min(most, behind * (1 - Math.exp(-passed / slewMs))));
      isKnown ||= estimate.offsetAt(time) !== undefined;
      return time + offset;
    },
  };
}
