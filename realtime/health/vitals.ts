import type { HealthSigns, Stall } from '#contract/health';
import type { Log } from '#ports/log';
import { serverClock, serverNow, watchClockJumps, type ClockJump, type ServerClock } from '#runtime/server-clock';
import { describeDisk, describeJump } from './describe-signs.ts';
import { createTally, type Tally } from './tally.ts';
import { watchDisk } from './watch-disk.ts';
import { watchEventLoop } from './watch-event-loop.ts';

/** What the server knows of how it is. See SPEC.md for the rules by id. */
export type Vitals = {
  /** Counted into by whoever does the work. */
  readonly tally: Tally;
  signs(): HealthSigns;
  /** How late timers were since this was asked last, in seconds. */
  delays(): { p50: number; p99: number; max: number };
  /** Seconds that the server has stood still altogether. */
  stalledSeconds(): number;
  stop(): void;
};

export type VitalsOptions = {
  /** Where is counted; its own by default. */
  tally?: Tally;
  dataDir: string;
  log: Log;
  /** Clients that don't read now. */
  slowClients: () => number;
  clock?: ServerClock;
  diskEveryMs?: number;
  clockEveryMs?: number;
};

/** How long the crew is shown that something happened which is over: a short stall isn't news for long, a clock that was set is. */
const stallShownMs = 60_000;
/** Shorter ones are counted and logged, but ask nobody to look. */
const longStallMs = 1_000;
const cutOffShownMs = 60_000;
const jumpShownMs = 600_000;

/** Begins to watch event loop, disk and clock. */
export function watchVitals({
  tally = createTally(),
  dataDir,
  log,
  slowClients,
  clock = serverClock,
  diskEveryMs,
  clockEveryMs,
}: VitalsOptions): Vitals {
  const stalls = { count: 0, seconds: 0, last: undefined as Stall | undefined };
  const jumps = { count: 0, last: undefined as ClockJump | undefined };
  const loop = watchEventLoop((stall) => {
    stalls.count += 1;
    stalls.seconds += stall.ms / 1_000;
    // A long one is shown for its minute, whatever short ones follow it.
    const isOver = isRecent(stalls.last, stallShownMs) === 'ok';
    if (isOver || stall.ms >= (stalls.last?.ms ?? 0)) stalls.last = stall;
    log.warn(`The server stood still for ${(stall.ms / 1_000).toFixed(1)} s: ${stallReasons[stall.cause]}`);
  });
  const disk = watchDisk(
    dataDir,
    (now) => {
      const text = `Disk of the data folder: ${describeDisk(now) ?? 'its free space is not known.'}`;
      if (now.state === 'low' || now.state === 'full') log.warn(text);
      else log.info(text);
    },
    diskEveryMs,
  );
  const stopClock = watchClockJumps(
    clock,
    (jump) => {
      jumps.count += 1;
      jumps.last = jump;
      log.warn(`The computer's clock was ${describeJump(jump.byMs)}. What runs on air goes by the server's own clock.`);
    },
    clockEveryMs,
  );

  return {
    tally,
    delays: loop.delays,
    stalledSeconds: () => stalls.seconds,
    signs: () => ({
      eventLoop: {
        state: isRecent((stalls.last?.ms ?? 0) < longStallMs ? undefined : stalls.last, stallShownMs),
        stalls: stalls.count,
        ...(stalls.last ? { last: stalls.last } : {}),
      },
      disk: disk.current(),
      clients: clientSigns(tally, slowClients()),
      clock: {
        state: isRecent(jumps.last, jumpShownMs, clock.now()),
        jumps: jumps.count,
        ...(jumps.last ? { last: jumps.last } : {}),
      },
    }),
    stop() {
      loop.stop();
      disk.stop();
      stopClock();
    },
  };
}

const stallReasons: Record<Stall['cause'], string> = {
  busy: 'it computed. Please report this, with what happened just before.',
  paused: 'the computer gave it no time. Close what else is running there.',
};

function clientSigns({ connected, cutOff, lastCutOff }: Tally, slow: number): HealthSigns['clients'] {
  return {
    state: slow > 0 ? 'attention' : isRecent(lastCutOff, cutOffShownMs),
    connected: { ...connected },
    slow,
    cutOff: Object.values(cutOff).reduce((sum, count) => sum + count, 0),
    ...(lastCutOff ? { lastCutOff } : {}),
  };
}

function isRecent(event: { at: number } | undefined, shownMs: number, now = serverNow()): 'ok' | 'attention' {
  return event && now - event.at < shownMs ? 'attention' : 'ok';
}
