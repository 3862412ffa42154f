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
  /** How far the bounds of what was read are apart: the estimate is off by less than half of it, drift left aside. */
  roomMs(): number;
  /** What was read says nothing about the clock any more: another server, or another run of it. */
  forget(): void;
};

type Bounds = { at: number; low: number; high: number };
type Line = { at: number; offset: number; slope: number; room: number };

/** How far back readings count: long enough to measure a drift, short enough for it to stay the same. */
const windowMs = 10 * 60_000;
const mostReadings = 192;
/** No working clocks drift apart faster, not even while NTP corrects both: 1 ms per second. */
const steepest = 1e-3;
const usualDrift = 2e-4;
/** Slopes that are looked at for the centre. */
const slices = 16;
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
      line = centreOf(readings);
      // They contradict each other, so one of the clocks stood still or was set in between: the newest counts.
      while (line.room < -toleranceMs && readings.length > 1) {
        readings = readings.slice(Math.ceil(readings.length / 2));
        line = centreOf(readings);
      }
    },
    offsetAt: (now) => line && line.offset + line.slope * (now - line.at),
    roomMs: () => line?.room ?? Infinity,
    forget() {
      readings = [];
      line = undefined;
    },
  };
}

/**
 * The centre of all lines that these bounds leave. For jitter that nobody knows anything about it is the best guess: every such line
 * explains what was read equally well. Where they leave none, the one that contradicts them least.
 */
function centreOf(readings: readonly Bounds[]): Line {
  const at = readings[readings.length - 1]?.at ?? 0;
  // Told, but never asked for: how long ago is unknown, and so is any drift.
  const level = lineAt(readings, at, 0);
  if (level.room === Infinity) return level;
  const likeliest = peakOf(readings, at);
  const peak = lineAt(readings, at, likeliest);
  if (peak.room <= 0) return peak;
  const flattest = edgeOf(readings, at, [likeliest, -steepest]);
  const steepestLeft = edgeOf(readings, at, [likeliest, steepest]);
  let [weight, offset, slope] = [0, 0, 0];
  for (let part = 0.5; part < slices; part += 1) {
    const line = lineAt(readings, at, flattest + ((steepestLeft - flattest) * part) / slices);
    const share = Math.max(0, line.room) * usual(line.slope);
    weight += share;
    offset += line.offset * share;
    slope += line.slope * share;
  }
  return weight > 0 ? { at, offset: offset / weight, slope: slope / weight, room: peak.room } : peak;
}

/** Most clocks drift by a few hundredths of a millisecond per second. */
function usual(slope: number): number {
  return Math.exp(-0.5 * (slope / usualDrift) ** 2);
}

/** The slope that leaves most room: the room is concave in it, so three points tell where to look. */
function peakOf(readings: readonly Bounds[], at: number): number {
  let [flat, steep] = [-steepest, steepest];
  for (let step = 0; step < 20; step += 1) {
    const third = (steep - flat) / 3;
    if (lineAt(readings, at, flat + third).room < lineAt(readings, at, steep - third).room) flat += third;
    else steep -= third;
  }
  return (flat + steep) / 2;
}

/** The slope between one that leaves room and an outermost one at which the room ends. */
function edgeOf(readings: readonly Bounds[], at: number, [inside, outside]: [number, number]): number {
  if (lineAt(readings, at, outside).room > 0) return outside;
  for (let step = 0; step < 10; step += 1) {
    const middle = (inside + outside) / 2;
    if (lineAt(readings, at, middle).room > 0) inside = middle;
    else outside = middle;
  }
  return outside;
}

function lineAt(readings: readonly Bounds[], at: number, slope: number): Line {
  let [low, high] = [-Infinity, Infinity];
  for (const one of readings) {
    const rise = slope * (at - one.at);
    low = Math.max(low, one.low + rise);
    high = Math.min(high, one.high + rise);
  }
  return { at, slope, offset: high === Infinity ? low : (low + high) / 2, room: high - low };
}
