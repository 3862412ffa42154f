import type { Welcome } from '#contract/wire';
import type { Link } from '../link.ts';
import type { ClockSources } from '../server-clock.ts';

/** A computer in a simulated network: `own` is its clock, in its milliseconds, at a moment of true time. */
export type Computer = { link: Link; sources: ClockSources; own(): number };
export type Way = () => number;

/** Random numbers from 0 to 1, the same ones for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Computers with clocks of their own and a server, in a time that passes only when told. Each packet takes as long as its way says,
 * in milliseconds. `pings` counts what was asked of the server.
 */
export function createNetwork(epoch = 'run-1') {
  let now = 0;
  let serverAheadMs = 1_800_000_000_000;
  let events: { at: number; task: () => void }[] = [];
  const counts = { pings: 0 };
  const at = (moment: number, task: () => void) => {
    const event = { at: moment, task };
    const place = events.findIndex((other) => other.at > moment);
    events.splice(place < 0 ? events.length : place, 0, event);
    return () => void (events = events.filter((other) => other !== event));
  };
  const serverNow = () => now + serverAheadMs;

  return {
    counts,
    now: () => now,
    serverNow,
    setServer: (byMs: number) => void (serverAheadMs += byMs),
    /** Lets time pass up to a moment, with everything that happens on the way. */
    async passTo(moment: number): Promise<void> {
      for (let next = events[0]; next && next.at <= moment; next = events[0]) {
        events.shift();
        now = Math.max(now, next.at);
        next.task();
        // What was asked answers in promises.
        for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
      }
      now = moment;
    },
    /** `drift`: how much faster than true time its clock runs, 0.0002 for 200 ppm. */
    join({ drift, up, down }: { drift: number; up: Way; down: Way }) {
      let slept = 0;
      const start = 1_000 * up();
      const own = () => start + (now - slept) * (1 + drift);
      const welcomes = new Set<(welcome: Welcome) => void>();
      const state: { connected: boolean; welcome: Welcome | undefined } = { connected: false, welcome: undefined };
      const none = () => () => undefined;
      const request = () =>
        new Promise((resolve) => {
          counts.pings += 1;
          at(now + up(), () => {
            const value = { serverTime: serverNow() };
            at(now + down(), () => resolve({ ok: true, value }));
          });
        });
      const link = {
        get connected() {
          return state.connected;
        },
        get welcome() {
          return state.welcome;
        },
        request,
        onWelcome(handler: (welcome: Welcome) => void) {
          welcomes.add(handler);
          return () => welcomes.delete(handler);
        },
        onDisconnect: none,
        onFrame: none,
        close: () => undefined,
      };
      return {
        own,
        link: link as unknown as Link,
        sources: { own, wait: (task: () => void, ms: number) => at(now + ms / (1 + drift), task) },
        /** Its clock stands still meanwhile. */
        sleep: (ms: number) => void (slept += ms),
        connect(run = epoch) {
          const welcome = { epoch: run, serverTime: serverNow() } as Welcome;
          at(now + down(), () => {
            Object.assign(state, { connected: true, welcome });
            for (const handler of [...welcomes]) handler(welcome);
          });
        },
      };
    },
  };
}
