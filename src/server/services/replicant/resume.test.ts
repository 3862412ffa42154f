import { describe, expect, it } from 'vitest';
import { applyOperations } from '#contract/apply-operations';
import type { Json } from '#contract/json';
import { createMemoryReplicantLog } from '#adapters/memory/replicant-log';
import { createRecentChanges } from './recent-changes.ts';
import { operator, overwrite, propose, push, score, startRun, update, type Run } from './test-kit.ts';

const long = { text: 'x'.repeat(8_000), n: 0 };
const at = (revision: number, stamp = 'run-1'): { revision: number; stamp: string } => ({ revision, stamp });

async function declared(defaultValue: Json): Promise<Run> {
  const run = startRun();
  await run.service.declare(score, { defaultValue }, operator);
  return run;
}

async function restarted(run: Run, epoch = 'run-2'): Promise<Run> {
  const next = startRun({ log: run.log, epoch });
  await next.service.declare(score, {}, operator);
  return next;
}

describe('coming back', () => {
  it('[R41] is unchanged at the current state, also after a restart', async () => {
    const run = await declared(long);
    await propose(run, [update('n', 1)]);
    expect(await run.service.resume(score, at(1))).toEqual({ kind: 'unchanged' });
    await run.service.close(1_000);
    expect(await (await restarted(run)).service.resume(score, at(1))).toEqual({ kind: 'unchanged' });
  });

  it('[R41] gets the missed changes, which lead to the current state', async () => {
    const run = await declared(long);
    for (let n = 1; n <= 5; n++) await propose(run, [update('n', n)]);
    const resumed = await run.service.resume(score, at(2));
    expect(resumed).toMatchObject({
      kind: 'operations',
      stamp: 'run-1',
      changes: [{ revision: 3 }, { revision: 4 }, { revision: 5 }],
    });
    const changes = resumed?.kind === 'operations' ? resumed.changes.flatMap((change) => change.operations) : [];
    expect(applyOperations({ ...long, n: 2 }, changes)).toEqual({ ok: true, value: { ...long, n: 5 } });
  });

  it('[R41] gets a snapshot when the value is shorter than the changes, or the position is unknown', async () => {
    const run = await declared([]);
    for (let n = 1; n <= 300; n++) await propose(run, [overwrite([n])]);
    for (const position of [at(290), at(3), at(0, 'other'), at(999)]) {
      expect(await run.service.resume(score, position)).toEqual({
        kind: 'snapshot',
        snapshot: { value: [300], revision: 300, stamp: 'run-1' },
      });
    }
    expect(await run.service.resume({ ...score, name: 'other' }, at(0))).toBeUndefined();
  });

  it('[R40] a revision that a crash lost comes back under another stamp', async () => {
    const run = await declared(long);
    await run.service.propose({ key: score, operations: [update('n', 1)], baseRevision: 0, onConflict: 'rebase' }, operator);
    run.log.setAvailable(false);
    await propose(run, [update('n', 2)]);
    const log = createMemoryReplicantLog();
    for (const batch of run.log.batches) await log.write(batch);
    const after = startRun({ log, epoch: 'run-2' });
    await after.service.declare(score, {}, operator);
    await propose(after, [update('n', 'other')]);
    expect(await after.service.read(score)).toMatchObject({ revision: 2, stamp: 'run-2', value: { n: 'other' } });
    expect(await after.service.resume(score, at(2))).toMatchObject({ kind: 'snapshot' });
    expect(await after.service.resume(score, at(1))).toMatchObject({
      kind: 'operations',
      changes: [{ revision: 2 }],
      stamp: 'run-2',
    });
    await expect(run.service.close(1)).rejects.toThrow('"score"');
  });

  it('[R42] after a start the replayed history counts', async () => {
    const run = await declared(long);
    for (let n = 1; n <= 3; n++)
      await run.service.propose({ key: score, operations: [update('n', n)], baseRevision: 0, onConflict: 'rebase' }, operator);
    const resumed = await (await restarted(run)).service.resume(score, at(1));
    expect(resumed).toMatchObject({ kind: 'operations', changes: [{ revision: 2 }, { revision: 3 }], stamp: 'run-1' });
  });

  it('[R42] what is remembered is bounded per replicant and in all', () => {
    const recent = createRecentChanges({ changes: 3, length: 100, totalLength: 150 });
    const add = (id: string, revision: number, length: number): void =>
      recent.add(id, { from: at(revision - 1), to: at(revision), operations: [push(1)], actor: operator, length });
    for (let revision = 1; revision <= 5; revision++) add('a', revision, 30);
    const now = { value: null, ...at(5) };
    expect(recent.since('a', at(1), now)).toBeUndefined();
    expect(recent.since('a', at(2), now)?.changes).toHaveLength(3);
    add('b', 1, 90);
    expect(recent.since('a', at(4), now)).toBeUndefined();
    add('b', 2, 101);
    expect(recent.since('b', at(1), { value: null, ...at(2) })).toBeUndefined();
  });

  it('[R43] a damaged history continues from the last certain state under a new stamp, and stays readable', async () => {
    const log = createMemoryReplicantLog();
    const entry = { stamp: 'run-0', actor: operator, at: 1 };
    const rows = [
      { ...entry, fromRevision: 0, revision: 1, operations: [overwrite({ n: 1 })] },
      { ...entry, fromRevision: 2, revision: 3, operations: [update('n', 3)] },
    ];
    await log.write({ entries: rows.map((row) => ({ key: score, entry: row })), checkpoints: [] });
    const run = startRun({ log });
    expect(await run.service.declare(score, {}, operator)).toMatchObject({
      value: { snapshot: { value: { n: 1 }, revision: 4, stamp: 'run-1' } },
    });
    expect(run.problems).toHaveLength(1);
    await propose(run, [update('n', 5)]);
    await run.service.close(1_000);
    const next = await restarted(run);
    expect(await next.service.read(score)).toMatchObject({ value: { n: 5 }, revision: 5 });
    expect(next.problems).toEqual([]);
  });
});
