import { createClockEstimate, type ClockEstimate } from './clock-estimate.ts';
import { Emitter } from './emitter.ts';
import type { Link, SyncLink } from './link.ts';
import { createSteadyClock, stepMs, type SteadyClock } from './steady-clock.ts';

/** The connection as pages show and use it: a store for React, and the server's clock. */
export interface Connection {
  /** True while connected. */
  get(): boolean;
  /** Calls back at every change; returns the end. */
  subscribe(handler: () => void): () => void;
  /**
   * The server's clock, milliseconds since 1970; this computer's until the first connection. It never goes back by a correction of some
   * milliseconds, and doesn't jump when this computer's clock is set. Whoever reads it has it measured closely from then on.
   */
  serverNow(): number;
  /** `change`: connected or not. `step`: the clock was set by more than can be corrected unseen. */
  readonly events: Emitter;
  close(): void;
}

/** `own`: this client's monotonic clock in milliseconds. `wait`: calls back after so many of its milliseconds; returns the end. */
export type ClockSources = { own: () => number; wait: (task: () => void, ms: number) => () => void };

/** This computer. */
export const realTime: ClockSources = {
  own: () => performance.now(),
  wait: (task, ms) => {
    const timer = setTimeout(task, ms);
    // In an extension host: no reason to stay alive.
    if (typeof timer === 'object') (timer as { unref?: () => void }).unref?.();
    return () => clearTimeout(timer);
  },
};

/** How many round trips are made how often: a first look, then until the drift is known, then to stay with it. */
const closely = [
  { until: 40, everyMs: 60 },
  { until: 150, everyMs: 1_000 },
  { until: Infinity, everyMs: 5_000 },
];
/** Between computers that are this near to each other there is no jitter to see through. */
const near = { roomMs: 2, until: 5, everyMs: 5_000 };
const seldomMs = 30_000;
/** Round trips that an extension host waits for when the clock is first read: until then it knows only how late it was told. */
const atOnce = 3;
/** Nobody has read the clock for so long: a round trip now and then is enough. */
const unusedMs = 60_000;

/** Follows a link, and measures the server's clock by round trips while somebody reads it. */
export function createConnection(link: Link | SyncLink, sources: ClockSources = realTime): Connection {
  const events = new Emitter();
  const estimate = createClockEstimate();
  const clock = createSteadyClock(estimate, sources.own, Date.now() - sources.own());
  const measuring = measure(link, { estimate, clock, sources, onStep: () => void events.emit('step') });
  const stops = [
    link.onWelcome(() => void events.emit('change')),
    link.onDisconnect(() => void events.emit('change')),
    measuring.stop,
  ];
  return {
    events,
    get: () => link.connected,
    subscribe(handler) {
      events.on('change', handler);
      return () => void events.off('change', handler);
    },
    serverNow() {
      measuring.used();
      return clock.now();
    },
    close: () => stops.forEach((stop) => stop()),
  };
}

type Measured = { estimate: ClockEstimate; clock: SteadyClock; sources: ClockSources; onStep: () => void };

function measure(link: Link | SyncLink, { estimate, clock, sources: { own, wait }, onStep }: Measured) {
  let epoch: string | undefined;
  let made = 0;
  let usedAt = -Infinity;
  let stopWaiting = (): void => undefined;
  let isAsking = false;

  const take = (reading: Parameters<ClockEstimate['add']>[0]): void => {
    estimate.add(reading);
    if (Math.abs(clock.behindMs()) <= stepMs) return;
    clock.now();
    onStep();
  };
  const isUsed = (): boolean => own() - usedAt < unusedMs;
  const schedule = (): void => {
    stopWaiting();
    const isNear = made >= near.until && estimate.roomMs() < near.roomMs;
    const pace = isNear ? near : closely.find(({ until }) => made < until);
    stopWaiting = wait(() => void ask(), isUsed() && pace ? pace.everyMs : seldomMs);
  };
  const ask = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    const sentAt = own();
    const asked = epoch;
    const reply = link.connected ? await link.request('ping', {}) : undefined;
    isAsking = false;
    // The clock of another server run is another one.
    if (reply?.ok && asked === epoch) {
      made += 1;
      take({ sentAt, receivedAt: own(), serverTime: reply.value.serverTime });
    }
    schedule();
  };
  const askNow = (): void => {
    for (let trip = 0; 'requestSync' in link && trip < atOnce; trip += 1) {
      const sentAt = own();
      const reply = link.requestSync('ping', {});
      if (!reply.ok) return;
      made += 1;
      take({ sentAt, receivedAt: own(), serverTime: reply.value.serverTime });
    }
  };
  const welcomed = ({ epoch: newest, serverTime }: NonNullable<Link['welcome']>): void => {
    if (newest !== epoch) {
      estimate.forget();
      made = 0;
    }
    epoch = newest;
    take({ receivedAt: own(), serverTime });
    void ask();
  };
  const stopFollowing = link.onWelcome(welcomed);
  if (link.welcome) welcomed(link.welcome);

  return {
    used(): void {
      const before = isUsed();
      usedAt = own();
      if (made === 0) askNow();
      if (!before && !isAsking) schedule();
    },
    stop(): void {
      stopFollowing();
      stopWaiting();
    },
  };
}
