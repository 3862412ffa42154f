import { describe, expect, it } from 'vitest';
import { serverActor } from '#contract/replicant';
import { createMemoryReplicantLog } from '#adapters/memory/replicant-log';
import { extension, operator, overwrite, propose, push, schemaOf, score, startRun, update, viewer } from './test-kit.ts';

const points = schemaOf({ type: 'object', properties: { home: { type: 'number', default: 3 } }, required: ['home'] });

describe('declaring', () => {
  it('[R1] the first declaration decides default and persistence', async () => {
    const run = startRun();
    await run.service.declare(score, { persistent: false }, operator);
    const late = await run.service.declare(score, { defaultValue: 7 }, operator);
    expect(late).toMatchObject({ ok: true, value: { snapshot: { value: undefined, revision: 0 }, persistent: false } });
  });

  it('[R2] a stored value wins over every default', async () => {
    const before = startRun({ define: { score: { defaultValue: 1 } } });
    await before.service.declare(score, {}, operator);
    await propose(before, [overwrite(5)]);
    await before.service.close(1_000);
    const after = startRun({ log: before.log, epoch: 'run-2', define: { score: { defaultValue: 1 } } });
    const declared = await after.service.declare(score, { defaultValue: 2 }, operator);
    expect(declared).toMatchObject({ value: { snapshot: { value: 5, revision: 1, stamp: 'run-1' } } });
  });

  it.each([
    [
      'the bundle’s default over the declarer’s',
      { ...points, defaultValue: { home: 1 } },
      { defaultValue: { home: 2 } },
      { home: 1 },
    ],
    ['the declarer’s default over the schema’s', points, { defaultValue: { home: 2 } }, { home: 2 }],
    ['the schema’s default', points, {}, { home: 3 }],
    ['null as a default', schemaOf({}), { defaultValue: null }, null],
  ])('[R2] takes %s', async (_, definition, options, expected) => {
    const run = startRun({ define: { score: definition } });
    expect(await run.service.declare(score, options, operator)).toMatchObject({ value: { snapshot: { value: expected } } });
  });

  it('[R3] stores a default at revision 0, and finds it again after a crash', async () => {
    const before = startRun();
    await before.service.declare(score, { defaultValue: [] }, operator);
    await expect.poll(() => before.log.batches.length).toBe(1);
    const after = startRun({ log: before.log, epoch: 'run-2' });
    const declared = await after.service.declare(score, { defaultValue: ['other'] }, operator);
    expect(declared).toMatchObject({ value: { snapshot: { value: [], revision: 0, stamp: 'run-1' } } });
  });

  it('[R4] refuses an invalid default in NodeCG’s words, and declares nothing', async () => {
    const run = startRun({ define: { score: points } });
    const declared = await run.service.declare(score, { defaultValue: { home: 'x' } }, operator);
    const message = 'Invalid value rejected for replicant "score" in namespace "show":\nhome must be number';
    expect(declared).toEqual({ ok: false, error: { code: 'invalid-value', message } });
    expect(await run.service.read(score)).toBeUndefined();
  });

  it('[R5] replaces a stored value that breaks the schema by the schema’s default, in the history', async () => {
    const before = startRun();
    await before.service.declare(score, { defaultValue: 'old' }, operator);
    await before.service.close(1_000);
    const after = startRun({ log: before.log, epoch: 'run-2', define: { score: points } });
    const declared = await after.service.declare(score, { defaultValue: { home: 9 } }, operator);
    expect(declared).toMatchObject({ value: { snapshot: { value: { home: 3 }, revision: 1, stamp: 'run-2' } } });
    expect(await after.service.history(score, { limit: 5 })).toMatchObject([
      { revision: 1, actor: serverActor, operations: [overwrite({ home: 3 })] },
    ]);
  });

  it('[R5] keeps a stored value where the schema has no valid default', async () => {
    const before = startRun();
    await before.service.declare(score, { defaultValue: 'old' }, operator);
    await before.service.close(1_000);
    const after = startRun({
      log: before.log,
      epoch: 'run-2',
      define: { score: schemaOf({ type: 'object', required: ['home'] }) },
    });
    expect(await after.service.declare(score, {}, operator)).toMatchObject({
      value: { snapshot: { value: 'old', revision: 0 } },
    });
    expect(after.problems).toHaveLength(1);
  });

  it('[R6] storage that hangs holds up neither the live ones of the same request nor itself for long', async () => {
    const run = startRun({ timing: { askMs: 20 } });
    await run.service.declare(score, { defaultValue: 1 }, operator);
    const release = run.log.holdReads();
    const asleep = { ...score, name: 'asleep' };
    const results = await run.service.declareMany(
      [score, asleep].map((key) => ({ key, options: {} })),
      operator,
    );
    expect(results).toMatchObject([{ ok: true }, { error: { code: 'not-durable' } }]);
    await expect(run.service.read(asleep)).rejects.toThrow('has not answered');
    release();
    expect(await run.service.declare(asleep, { defaultValue: 2 }, operator)).toMatchObject({ ok: true });
  });

  it('[R6] loads many in one trip, and fails only those that storage must be asked for', async () => {
    const log = createMemoryReplicantLog();
    let trips = 0;
    const counting = { ...log, load: (keys: Parameters<typeof log.load>[0]) => (trips++, log.load(keys)) };
    const run = startRun({ log: counting });
    const items = Array.from({ length: 50 }, (_, index) => ({
      key: { namespace: 'show', name: `r${index}` },
      options: { defaultValue: index },
    }));
    const declared = await run.service.declareMany([...items, items[0]!], operator);
    expect(declared.map((one) => one.ok && one.value.snapshot.value)).toEqual([...items.keys(), 0]);
    expect(trips).toBe(1);
    log.setAvailable(false);
    const fresh = [items[0]!, { key: score, options: {} }, { key: { ...score, name: 'live' }, options: { persistent: false } }];
    const results = await run.service.declareMany(fresh, operator);
    expect(results.map((one) => (one.ok ? 'ok' : one.error.code))).toEqual(['ok', 'not-durable', 'ok']);
    log.setAvailable(true);
    expect(await run.service.declare(score, { defaultValue: 1 }, operator)).toMatchObject({ value: { snapshot: { value: 1 } } });
  });

  it('[R7] persistent: false never touches storage', async () => {
    const run = startRun();
    run.log.setAvailable(false);
    await run.service.declare(score, { persistent: false, defaultValue: [] }, operator);
    const written = await run.service.propose(
      { key: score, operations: [push(1)], baseRevision: 0, onConflict: 'rebase' },
      operator,
    );
    expect(written).toMatchObject({ ok: true, value: { value: [1] } });
    expect(run.service.durability()).toEqual({ state: 'ok', unstored: 0 });
    await run.service.close(100);
  });

  it('[R8] concurrent declarations are one', async () => {
    const run = startRun();
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, index) => run.service.declare(score, { defaultValue: index }, operator)),
    );
    const values = new Set(many.map((one) => one.ok && one.value.snapshot.value));
    expect(values.size).toBe(1);
    expect(many[0]).toMatchObject({ value: { snapshot: { revision: 0 } } });
  });

  it('[R9] a viewer’s wishes don’t count, and the first writer’s default still does', async () => {
    const run = startRun();
    const seen = await run.service.declare(score, { defaultValue: 'viewer', persistent: false }, viewer);
    expect(seen).toMatchObject({ value: { snapshot: { value: undefined, revision: 0 }, persistent: true } });
    await run.service.declare(score, { defaultValue: 'writer' }, extension);
    expect(run.events).toMatchObject([{ revision: 1, operations: [overwrite('writer')], actor: extension }]);
    await run.service.declare(score, { defaultValue: 'late' }, extension);
    expect(await run.service.read(score)).toMatchObject({ value: 'writer', revision: 1 });
  });

  it('[R16] a schema that can’t be used is reported, and validates nothing', async () => {
    const run = startRun({ define: { score: schemaOf({ type: 'no-such-type' }) } });
    await run.service.declare(score, { defaultValue: 1 }, operator);
    await propose(run, [overwrite({ any: 'thing' })]);
    expect(await propose(run, [update('any', 1)])).toMatchObject({ ok: true });
    expect(run.problems).toEqual([expect.stringContaining("can't be used")]);
  });
});
