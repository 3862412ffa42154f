import { afterEach, describe, expect, it, vi } from 'vitest';
import { shownMs, stoppedTimer, type TimerValue } from '#contract/timer';
import { createConnection, type Connection } from './server-clock.ts';
import { createNetwork, seeded } from './testing/network.ts';

const frameMs = 1_000 / 60;

/** Ways of 1 to 80 ms, each of its own length: a round trip says little about either. */
function jitter(random: () => number) {
  return () => 1 + 79 * random();
}

describe('timers on twenty computers', () => {
  it('[T20] show the same within a frame for an hour, and no frame goes back', async () => {
    const random = seeded(7);
    const network = createNetwork();
    const clients = Array.from({ length: 20 }, () => {
      const computer = network.join({ drift: (random() - 0.5) * 4e-4, up: jitter(random), down: jitter(random) });
      const clock = createConnection(computer.link, computer.sources);
      computer.connect();
      return { clock, shown: 0 };
    });
    await network.passTo(500);
    const timer: TimerValue = { ...stoppedTimer, startedAt: network.serverNow() };
    let furthestMs = 0;
    let back = 0;
    // Every third frame, so that the hour takes a few seconds.
    for (let now = 500; now < 3_600_000; now += 3 * frameMs) {
      await network.passTo(now);
      let [least, most] = [Infinity, 0];
      for (const client of clients) {
        const shown = shownMs(timer, client.clock.serverNow());
        if (shown < client.shown) back += 1;
        client.shown = shown;
        least = Math.min(least, shown);
        most = Math.max(most, shown);
      }
      if (now > 5_000) furthestMs = Math.max(furthestMs, most - least);
    }
    expect(furthestMs).toBeLessThan(frameMs);
    expect(back).toBe(0);
  }, 60_000);
});

describe('the clock of one computer', () => {
  /** Read every frame, as a page that shows a timer does. */
  async function watch(network: ReturnType<typeof createNetwork>, clock: Connection, untilMs: number): Promise<number[]> {
    const shown: number[] = [];
    for (let now = network.now() + frameMs; now < untilMs; now += frameMs) {
      await network.passTo(now);
      shown.push(clock.serverNow());
    }
    return shown;
  }
  function start(drift = 1e-4) {
    const random = seeded(3);
    const network = createNetwork();
    const computer = network.join({ drift, up: jitter(random), down: jitter(random) });
    const clock = createConnection(computer.link, computer.sources);
    computer.connect();
    return { network, computer, clock, offMs: () => Math.abs(clock.serverNow() - network.serverNow()) };
  }
  const goesBack = (shown: number[]) => shown.some((time, index) => time < (shown[index - 1] ?? 0));
  afterEach(() => vi.useRealTimers());

  it('[T21] is right within a few seconds after a sleep, and says that it was set', async () => {
    const { network, computer, clock, offMs } = start();
    await watch(network, clock, 60_000);
    let steps = 0;
    clock.events.on('step', () => (steps += 1));
    computer.sleep(90 * 60_000);
    await watch(network, clock, 68_000);
    expect(offMs()).toBeLessThan(20);
    expect(steps).toBeGreaterThan(0);
    await watch(network, clock, 140_000);
    expect(offMs()).toBeLessThan(frameMs / 2);
  });

  it('[T21] follows the clock of a server that was started again', async () => {
    const { network, computer, clock, offMs } = start();
    await watch(network, clock, 60_000);
    network.setServer(-3_600_000);
    computer.connect('run-2');
    await watch(network, clock, 66_000);
    expect(offMs()).toBeLessThan(frameMs / 2);
  });

  it('[T21] corrects what can be corrected unseen little by little', async () => {
    const { network, clock, offMs } = start();
    await watch(network, clock, 20_000);
    network.setServer(-100);
    const shown = await watch(network, clock, 60_000);
    expect(goesBack(shown)).toBe(false);
    expect(offMs()).toBeLessThan(20);
  });

  it('[T22] doesn’t care that somebody sets the computer’s clock', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
    const { network, clock, offMs } = start();
    await watch(network, clock, 10_000);
    vi.setSystemTime(1_700_000_000_000);
    expect(goesBack(await watch(network, clock, 20_000))).toBe(false);
    expect(offMs()).toBeLessThan(frameMs / 2);
  });

  it('[T23] is hardly measured while nobody reads it, and not at all without a connection', async () => {
    const { network, clock } = start();
    await network.passTo(600_000);
    expect(network.counts.pings).toBeLessThan(25);
    clock.close();
    const { pings } = network.counts;
    await network.passTo(1_200_000);
    expect(network.counts.pings).toBe(pings);
    const alone = createNetwork();
    const computer = alone.join({ drift: 0, up: () => 1, down: () => 1 });
    await watch(alone, createConnection(computer.link, computer.sources), 60_000);
    expect(alone.counts.pings).toBe(0);
  });

  it('[T23] needs a few round trips only where the server is near', async () => {
    const network = createNetwork();
    const computer = network.join({ drift: 0, up: () => 0.4, down: () => 0.2 });
    const clock = createConnection(computer.link, computer.sources);
    computer.connect();
    await watch(network, clock, 60_000);
    expect(network.counts.pings).toBeLessThan(20);
    expect(Math.abs(clock.serverNow() - network.serverNow())).toBeLessThan(0.5);
  });
});
