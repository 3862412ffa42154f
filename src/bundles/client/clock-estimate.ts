/*
 * What the server's clock is ahead of a client's own, from round trips. A server's time read between sending and receiving was no
 * later than the one and no earlier than the other: each round trip bounds the offset from both sides, whichever of its two ways
 * was the slow one. Both clocks run evenly, so all bounds of the last minutes hold for one straight line, and the line in the
 * middle of what they leave is the estimate. It extrapolates until the next round trip.
 */

/** One reading of the server's clock, in milliseconds. `sentAt`, `receivedAt`: by the client's own clock. Never asked for, only told: `sentAt` is missing. */
export type ClockReading = { sentAt?: number; receivedAt: number; serverTime: number };

export type ClockEstimate = {
  add(reading: ClockReading): void;
  /** Milliseconds that the server's clock is ahead at this moment of the client's own; undefined before the first reading. */
  offsetAt(now: number): number | undefined;
  /** What was read says nothing about the clock any more: another server, or another run of it. */
  forget(): void;
};

type Bounds = { at: number; low: number; high: number };
type Line = { at: number; offset: number; slope: number; room: number };

/** How far back readings count: long enough to measure a drift, short enough for it to stay the same. */
const windowMs = 10 * 60_000;
const mostReadings = 128;
/** No working clock drifts faster: 0.5 ms per second. */
const steepest = 5e-4;
/** Over a shorter time a drift can't be told from the jitter, and costs less than it. */
const driftAfterMs = 60_000;
/** Bounds that miss each other by less are rounding and timers' coarseness; by more, a clock was stopped or set. */
const toleranceMs = 2;

/** An estimate without readings. Costs some microseconds per reading, and nothing to ask. */
export function createClockEstimate(): ClockEstimate {
  let readings: Bounds[] = [];
  let line: Line | undefined;

  return {
    add({ sentAt, receivedAt, serverTime }) {
      const at = sentAt === undefined ? receivedAt : (sentAt + receivedAt) / 2;
      readings.push({ at, low: serverTime - receivedAt, high: sentAt === undefined ? Infinity : serverTime - sentAt });
      readings = readings.filter((one) => one.at > at - windowMs).slice(-mostReadings);
      line = middleOf(readings);
      // They contradict each other, so one of the clocks stood still or was set in between: the newest counts.
      while (line.room < -toleranceMs && readings.length > 1) {
        readings = readings.slice(Math.ceil(readings.length / 2));
        line = middleOf(readings);
      }
    },
    offsetAt: (now) => line && line.offset + line.slope * (now - line.at),
    forget() {
      readings = [];
      line = undefined;
    },
  };
}

/** The line that keeps the greatest distance from all bounds. The room that they leave is concave in its slope, so three points tell where to look. */
function middleOf(readings: readonly Bounds[]): Line {
  const first = readings[0]?.at ?? 0;
  const last = readings[readings.length - 1]?.at ?? 0;
  if (last - first < driftAfterMs) return lineOf(readings, last, 0);
  let [flat, steep] = [-steepest, steepest];
  for (let step = 0; step < 24; step += 1) {
    const third = (steep - flat) / 3;
    if (lineOf(readings, last, flat + third).room < lineOf(readings, last, steep - third).room) flat += third;
    else steep -= third;
  }
  return lineOf(readings, last, (flat + steep) / 2);
}

function lineOf(readings: readonly Bounds[], at: number, slope: number): Line {
  let [low, high] = [-Infinity, Infinity];
  for (const one of readings) {
    const rise = slope * (at - one.at);
    low = Math.max(low, one.low + rise);
    high = Math.min(high, one.high + rise);
  }
  // A clock that was only told, never asked for, is late by the way here and by nothing else that is known.
  return { at, slope, offset: high === Infinity ? low : (low + high) / 2, room: high - low };
}
