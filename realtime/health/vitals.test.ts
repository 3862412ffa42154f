import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Log } from '#ports/log';
import { createServerClock } from '#runtime/server-clock';
import { createReadiness } from '../http/readiness.ts';
import { describeSigns } from './describe-signs.ts';
import { startTestVitals } from './test-vitals.ts';
import { watchDisk } from './watch-disk.ts';

describe('vitals', () => {
  const stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
  });

  function start(options: Parameters<typeof startTestVitals>[0] = {}) {
    const warnings: string[] = [];
    const log: Log = { debug: () => {}, info: () => {}, warn: (text) => void warnings.push(text), error: () => {} };
    const watched = startTestVitals({ log, ...options });
    stops.push(watched.stop);
    return { ...watched, warnings };
  }

  /** Computes for so much processor time, and nothing else runs. Returns how long that took. */
  function compute(ms: number): number {
    const from = performance.now();
    const before = process.cpuUsage();
    const usedMs = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1_000;
    while (usedMs(process.cpuUsage(before)) < ms);
    return performance.now() - from;
  }

  it('[H3] tells a stall once, with its length and that the server computed, in signs, log and metrics', async () => {
    const { vitals, metrics, warnings } = start();
    await new Promise((resolve) => setImmediate(resolve));
    const tookMs = compute(1_300);
    await expect.poll(() => vitals.signs().eventLoop.stalls).toBe(1);
    const { state, last } = vitals.signs().eventLoop;
    expect({ state, cause: last?.cause }).toEqual({ state: 'attention', cause: 'busy' });
    expect(last?.ms).toBeGreaterThan(tookMs - 200);
    expect(warnings.filter((text) => text.startsWith('The server stood still for'))).toHaveLength(1);
    const text = await metrics.read();
    expect(text).toMatch(/^nodecg_event_loop_stalls_total 1$/m);
    const longest = /nodecg_event_loop_delay_seconds\{quantile="1"\} (\S+)/.exec(text)?.[1];
    expect(Number(longest)).toBeGreaterThan((tookMs - 200) / 1_000);
  });

  it('[H2] shows that the computer’s clock was set, by how much, and that the show goes by the server’s own', async () => {
    let setBy = 0;
    const clock = createServerClock({ wall: () => Date.now() + setBy, monotonic: () => performance.now() });
    const { vitals, metrics, warnings } = start({ clock, clockEveryMs: 1 });
    setBy = -3 * 3_600_000;
    await expect.poll(() => vitals.signs().clock.jumps).toBe(1);
    expect(describeSigns(vitals.signs(), clock.now()).find(({ name }) => name === 'clock')).toMatchObject({
      state: 'attention',
      detail: expect.stringContaining("the computer's clock was set back by 3 h") as string,
    });
    expect(warnings).toContainEqual(expect.stringContaining('set back by 3 h'));
    expect(await metrics.read()).toMatch(/^nodecg_clock_jumps_total 1$/m);
  });

  it('[H4] knows the room that is left for data', async () => {
    const { vitals, metrics } = start();
    await expect.poll(() => vitals.signs().disk.free).toBeGreaterThan(0);
    expect(await metrics.read()).toMatch(/^nodecg_disk_free_bytes [1-9]\d*/m);
  });

  it('[H4] does not claim to know a disk that it can’t ask', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'gone-'));
    await rm(folder, { recursive: true });
    const { current, stop } = watchDisk(folder, () => {}, 1);
    stops.push(stop);
    await new Promise((resolve) => setImmediate(resolve));
    expect(current()).toEqual({ state: 'unknown' });
  });

  it('[H5] stays ready while signs want attention, and not while what it needs is away', () => {
    const { vitals } = start({ slowClients: () => 2 });
    const board = createReadiness('1.0.0', ['database'], () => describeSigns(vitals.signs(), 0));
    board.set('database', 'ok');
    expect(board.current().checks).toContainEqual({ name: 'clients', state: 'attention', detail: 'slow clients: 2' });
    expect(board.current().ready).toBe(true);
    board.set('database', 'failing');
    expect(board.current().ready).toBe(false);
  });
});
