import { describe, expect, it } from 'vitest';
import { stoppedTimer, type TimerValue } from '#contract/timer';
import { commandTimer } from './timer.ts';
import { extension, operator, overwrite, propose, startRun, viewer, type Run } from './test-kit.ts';

const clock = { namespace: 'show', name: 'clock' };
const level = { namespace: 'show', name: 'level' };
const at = 1_800_000_000_000;

const command = (run: Run, type: 'start' | 'pause', now = at) =>
  commandTimer(run.service, { key: clock, command: { type }, serverNow: () => now }, operator);

describe('a timer', () => {
  it('[T15] goes on after a restart of the server as if nothing had been', async () => {
    const run = startRun();
    await run.service.declare(clock, { kind: 'timer' }, extension);
    await command(run, 'start');
    await run.service.close(1_000);
    const next = startRun({ log: run.log, epoch: 'run-2' });
    await next.service.declare(clock, { kind: 'timer' }, extension);
    await command(next, 'pause', at + 90_000);
    expect(await next.service.read(clock)).toMatchObject({ value: { ...stoppedTimer, baseMs: 90_000 } });
  });

  it('[T16] begins as the stopped one in place of a stored value that is no timer', async () => {
    const run = startRun();
    await run.service.declare(clock, { defaultValue: { minutes: 5 } }, extension);
    await run.service.close(1_000);
    const next = startRun({ log: run.log, epoch: 'run-2' });
    await next.service.declare(clock, { kind: 'timer' }, extension);
    expect(await next.service.read(clock)).toMatchObject({ value: stoppedTimer });
  });

  it('[T16] takes a default that is a timer, and refuses another', async () => {
    const run = startRun();
    const countdown: TimerValue = { ...stoppedTimer, mode: 'down', baseMs: 1_000, durationMs: 1_000 };
    const refused = await run.service.declare(clock, { kind: 'timer', defaultValue: { ...countdown, rate: 0 } }, extension);
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid-value' } });
    expect(await run.service.declare(clock, { kind: 'timer', defaultValue: countdown }, extension)).toMatchObject({
      ok: true,
      value: { kind: 'timer', snapshot: { value: countdown } },
    });
  });

  it('[T16] is one from the first declaration by somebody who may write', async () => {
    const run = startRun();
    await run.service.declare(clock, { kind: 'timer' }, viewer);
    await run.service.declare(clock, { kind: 'timer' }, operator);
    expect(await command(run, 'start')).toMatchObject({ ok: true });
    const written = await propose(run, [overwrite({ ...stoppedTimer, rate: 0 })], clock);
    expect(written).toMatchObject({ ok: false, error: { code: 'invalid-value' } });
    run.service.redefine('show');
    expect(await propose(run, [overwrite({ no: 'timer' })], clock)).toMatchObject({ error: { code: 'invalid-value' } });
  });

  it('[T17] is not commanded by those who only read', async () => {
    const run = startRun();
    await run.service.declare(clock, { kind: 'timer' }, operator);
    const refused = await commandTimer(run.service, { key: clock, command: { type: 'start' }, serverNow: () => at }, viewer);
    expect(refused).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(run.events).toEqual([]);
  });
});

describe('a stream', () => {
  it('[S5] is never stored, whatever was wished, and begins anew with every run', async () => {
    const run = startRun();
    await run.service.declare(level, { kind: 'stream', persistent: true, defaultValue: 0 }, extension);
    await propose(run, [overwrite(5)], level);
    const before = await run.service.history(level, { limit: 10 });
    await run.service.close(1_000);
    const next = startRun({ log: run.log, epoch: 'run-2' });
    const declared = await next.service.declare(level, { defaultValue: 1 }, extension);
    expect(before).toEqual([]);
    expect(declared).toMatchObject({ ok: true, value: { snapshot: { value: 1, revision: 0 } } });
  });

  it('[S4] tells with each change its newest state', async () => {
    const run = startRun();
    await run.service.declare(level, { kind: 'stream', defaultValue: 0 }, extension);
    await propose(run, [overwrite(5)], level);
    expect(run.events).toMatchObject([{ stream: true, snapshot: { value: 5, revision: 1, stamp: 'run-1' } }]);
  });
});
