import { describe, expect, it } from 'vitest';
import { operator, overwrite, propose, push, score, startRun, viewer } from './test-kit.ts';

const still = { kind: 'value', changesPerSecond: 0, bytesPerSecond: 0 };

describe('looking and deleting', () => {
  it('[R50] the history is complete while some of it is not stored yet, and pages back', async () => {
    const run = startRun({ timing: { gatherMs: 1 } });
    await run.service.declare(score, { defaultValue: [] }, operator);
    for (let n = 1; n <= 3; n++)
      await run.service.propose({ key: score, operations: [push(n)], baseRevision: 0, onConflict: 'rebase' }, operator);
    const release = run.log.holdWrites();
    const writing = [4, 5].map((n) =>
      run.service.propose({ key: score, operations: [push(n)], baseRevision: 0, onConflict: 'rebase' }, operator),
    );
    await expect.poll(() => run.events.length).toBe(5);
    const revisions = async (options: { limit: number; before?: number }) =>
      (await run.service.history(score, options)).map((entry) => entry.revision);
    expect(await revisions({ limit: 10 })).toEqual([5, 4, 3, 2, 1]);
    expect(await revisions({ limit: 3 })).toEqual([5, 4, 3]);
    expect(await revisions({ limit: 2, before: 5 })).toEqual([4, 3]);
    expect(await revisions({ limit: 2, before: 3 })).toEqual([2, 1]);
    release();
    await Promise.all(writing);
    expect(await revisions({ limit: 10 })).toEqual([5, 4, 3, 2, 1]);
  });

  it('[R51] delete removes everything, and a new life starts at an unused revision', async () => {
    const run = startRun();
    await run.service.declare(score, { defaultValue: [] }, operator);
    await propose(run, [push(1)]);
    await propose(run, [push(2)]);
    expect(await run.service.delete(score, viewer)).toMatchObject({ error: { code: 'forbidden' } });
    expect(await run.service.delete(score, operator)).toEqual({ ok: true, value: null });
    expect(run.deleted).toEqual([score]);
    expect(await run.service.read(score)).toBeUndefined();
    expect(await run.service.history(score, { limit: 9 })).toEqual([]);
    expect(await propose(run, [push(3)])).toMatchObject({ error: { code: 'not-declared' } });
    expect(await run.service.declare(score, { defaultValue: ['new'] }, operator)).toMatchObject({
      value: { snapshot: { value: ['new'], revision: 3 } },
    });
    expect(await run.service.resume(score, { revision: 2, stamp: 'run-1' })).toMatchObject({ kind: 'snapshot' });
    await propose(run, [push(4)]);
    await run.service.close(1_000);
    const next = startRun({ log: run.log, epoch: 'run-2' });
    expect(await next.service.declare(score, {}, operator)).toMatchObject({
      value: { snapshot: { value: ['new', 4], revision: 4 } },
    });
  });

  it('[R51] a deletion during an outage is made good when it is over', async () => {
    const run = startRun({ timing: { durableAckMs: 30, retryMs: 2, maxRetryMs: 5 } });
    await run.service.declare(score, { defaultValue: ['old'] }, operator);
    await expect.poll(() => run.service.durability().unstored).toBe(0);
    run.log.setAvailable(false);
    expect(await run.service.delete(score, operator)).toMatchObject({ error: { code: 'not-durable' } });
    expect(await run.service.declare(score, { defaultValue: 'new' }, operator)).toMatchObject({
      value: { snapshot: { value: 'new' } },
    });
    run.log.setAvailable(true);
    await expect.poll(() => run.service.durability()).toEqual({ state: 'ok', unstored: 0 });
    const next = startRun({ log: run.log, epoch: 'run-2' });
    expect(await next.service.declare(score, {}, operator)).toMatchObject({ value: { snapshot: { value: 'new' } } });
  });

  it('[R52] read and list show what is stored without bringing it to life', async () => {
    const before = startRun();
    await before.service.declare(score, { defaultValue: 'stored' }, operator);
    await propose(before, [overwrite('newer')]);
    await before.service.close(1_000);
    const run = startRun({ log: before.log, epoch: 'run-2' });
    const live = { namespace: 'show', name: 'live' };
    await run.service.declare(live, { persistent: false, defaultValue: [1] }, operator);
    expect(await run.service.read(score)).toEqual({ value: 'newer', revision: 1, stamp: 'run-1' });
    expect(await run.service.list('show')).toEqual([
      { key: live, revision: 0, persistent: false, bytes: 4, declared: true, ...still },
      { key: score, revision: 1, persistent: true, bytes: 7, declared: false, ...still },
    ]);
    expect(await run.service.list('other')).toEqual([]);
    expect(await propose(run, [overwrite(1)])).toMatchObject({ error: { code: 'not-declared' } });
  });
});
