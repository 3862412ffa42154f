import { describe, expect, it } from 'vitest';
import type { Json } from '#contract/json';
import { limits } from '#contract/limits';
import type { Operation } from '#contract/operations';
import { serverActor } from '#contract/replicant';
import { createMemoryReplicantStore } from '#adapters/memory/replicant-store';
import type { ReplicantDefinition } from '#ports/replicant-definitions';
import {
  extension,
  operator,
  overwrite,
  propose,
  push,
  schemaOf,
  score,
  startRun,
  update,
  viewer,
  type Run,
} from './test-kit.ts';

async function declared(defaultValue: Json, options: Parameters<typeof startRun>[0] = {}): Promise<Run> {
  const run = startRun(options);
  await run.service.declare(score, { defaultValue }, operator);
  return run;
}

/** Adds one by reading, proposing with `reject`, and trying again when somebody was faster. */
async function increment(run: Run): Promise<void> {
  for (;;) {
    const current = await run.service.read(score);
    const { n } = current?.value as { n: number };
    const change = {
      key: score,
      operations: [update('n', n + 1)],
      baseRevision: current?.revision ?? 0,
      onConflict: 'reject' as const,
    };
    const written = await run.service.propose(change, operator);
    if (written.ok) return;
    expect(written.error.code).toBe('stale');
  }
}

describe('proposing', () => {
  it('[R10] a viewer may not write, and only the server writes nodecg', async () => {
    const run = await declared(0);
    const bundles = { namespace: 'nodecg', name: 'bundles' };
    await run.service.declare(bundles, { persistent: false, defaultValue: [] }, serverActor);
    expect(await propose(run, [overwrite(1)], score, viewer)).toMatchObject({ error: { code: 'forbidden' } });
    expect(await propose(run, [overwrite(1)], bundles, extension)).toMatchObject({ error: { code: 'forbidden' } });
    expect(await propose(run, [overwrite(1)], bundles, serverActor)).toMatchObject({ ok: true });
    expect(run.events.map((event) => event.key.namespace)).toEqual(['nodecg']);
  });

  it.each<[string, Operation[], string]>([
    ['an invalid value', [update('home', 'x')], 'invalid-value'],
    ['an invalid value after valid operations', [update('home', 2), update('home', 'x')], 'invalid-value'],
    ['a missing path', [update('x', 1, '/nowhere')], 'invalid-operation'],
    ['no operation', [], 'invalid-operation'],
    [
      'too many operations',
      Array.from({ length: limits.operationsPerProposal + 1 }, () => update('home', 1)),
      'invalid-operation',
    ],
    ['too large a value', [update('text', 'x'.repeat(limits.valueLength))], 'too-large'],
    ['too deep a value', [update('text', JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) as Json)], 'too-large'],
  ])('[R11] %s changes nothing', async (_, operations, code) => {
    const schema = schemaOf({ type: 'object', properties: { home: { type: 'number' } } });
    const run = await declared({ home: 1 }, { define: { score: schema } });
    const before = await run.service.read(score);
    expect(await propose(run, operations)).toMatchObject({ ok: false, error: { code } });
    expect(await run.service.read(score)).toBe(before);
    expect(run.events).toEqual([]);
    expect(await run.service.history(score, { limit: 10 })).toEqual([]);
  });

  it('[R11] an undeclared replicant is not-declared', async () => {
    expect(await propose(startRun(), [overwrite(1)])).toMatchObject({ error: { code: 'not-declared' } });
  });

  it('[R12] operations of one proposal are one revision, with its actor and origin', async () => {
    const run = await declared([]);
    const change = { key: score, operations: [push(1), push(2)], baseRevision: 0, onConflict: 'rebase' as const };
    const written = await run.service.propose(change, extension, { origin: 'mine' });
    expect(written).toEqual({ ok: true, value: { value: [1, 2], revision: 1, stamp: 'run-1' } });
    const expected = { type: 'replicant.changed', key: score, revision: 1, stamp: 'run-1', operations: change.operations };
    expect(run.events).toEqual([{ ...expected, actor: extension, origin: 'mine' }]);
    expect(await run.service.history(score, { limit: 1 })).toMatchObject([{ fromRevision: 0, revision: 1, actor: extension }]);
  });

  it('[R13] rebases a stale proposal on the newest value, and rejects where asked', async () => {
    const run = await declared({ score: 0 });
    await propose(run, [overwrite({ score: 1 })]);
    expect(await propose(run, [update('name', 'Ada')])).toMatchObject({
      value: { value: { score: 1, name: 'Ada' }, revision: 2 },
    });
    const late = await run.service.propose(
      { key: score, operations: [update('score', 9)], baseRevision: 1, onConflict: 'reject' },
      operator,
    );
    expect(late).toMatchObject({ error: { code: 'stale', current: { value: { score: 1, name: 'Ada' }, revision: 2 } } });
  });

  it('[R14] 20 concurrent writers through reject and retry lose no increment', async () => {
    const run = await declared({ n: 0 });
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        for (let round = 0; round < 10; round++) await increment(run);
      }),
    );
    expect(await run.service.read(score)).toEqual({ value: { n: 200 }, revision: 200, stamp: 'run-1' });
  });

  it('[R14] 20 concurrent writers through rebase lose no push and repeat none', async () => {
    const run = await declared([]);
    await Promise.all(
      Array.from({ length: 20 }, async (_, writer) => {
        for (let round = 0; round < 10; round++)
          expect(await propose(run, [push(`${writer}:${round}`)])).toMatchObject({ ok: true });
      }),
    );
    const snapshot = await run.service.read(score);
    expect(snapshot?.revision).toBe(200);
    expect(new Set(snapshot?.value as string[]).size).toBe(200);
    expect(run.events.map((event) => event.revision)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  it('[R14] two processes on one store lose no push', async () => {
    const store = createMemoryReplicantStore();
    // As far away as Redis is: each call takes a turn of the event loop, so that the processes get between each other's.
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const far = {
      ...store,
      read: async (key: typeof score) => (await turn(), store.read(key)),
      compareAndSet: async (...args: Parameters<typeof store.compareAndSet>) => (await turn(), store.compareAndSet(...args)),
    };
    const runs = [startRun({ store: far, epoch: 'p1' }), startRun({ store: far, epoch: 'p2' })];
    for (const run of runs) await run.service.declare(score, { defaultValue: [], persistent: false }, operator);
    await Promise.all(Array.from({ length: 100 }, (_, index) => propose(runs[index % 2]!, [push(index)])));
    const snapshot = await store.read(score);
    expect(snapshot?.revision).toBe(100);
    expect(new Set(snapshot?.value as number[]).size).toBe(100);
  });

  it.each<[string, Json]>([
    [
      'draft-04 without $schema',
      { type: 'object', properties: { home: { type: 'number', minimum: 0, exclusiveMinimum: true } } },
    ],
    ['draft-07', { $schema: 'http://json-schema.org/draft-07/schema#', properties: { home: { exclusiveMinimum: 0 } } }],
    ['draft-07 by https', { $schema: 'https://json-schema.org/draft-07/schema', properties: { home: { exclusiveMinimum: 0 } } }],
    ['2019-09', { $schema: 'https://json-schema.org/draft/2019-09/schema', properties: { home: { exclusiveMinimum: 0 } } }],
    ['2020-12', { $schema: 'https://json-schema.org/draft/2020-12/schema', properties: { home: { exclusiveMinimum: 0 } } }],
  ])('[R15] validates by %s', async (_, schema) => {
    const run = await declared({ home: 1 }, { define: { score: schemaOf(schema) } });
    const refused = await propose(run, [update('home', 0)]);
    const message = 'Invalid value rejected for replicant "score" in namespace "show":\nhome must be > 0';
    expect(refused).toMatchObject({ error: { code: 'invalid-value', message, current: { value: { home: 1 }, revision: 0 } } });
    expect(await propose(run, [update('home', 2)])).toMatchObject({ ok: true });
  });

  it('[R15] names every error, and the bundle’s own check counts, too', async () => {
    const json = { type: 'object', properties: { list: { type: 'array', items: { type: 'string' } } }, required: ['numA'] };
    const own: ReplicantDefinition = {
      validate: (value) => (value === 13 ? { path: '/home', message: 'must not be 13' } : undefined),
    };
    const run = startRun({ define: { a: schemaOf(json), b: own } });
    const [a, b] = [
      { namespace: 'show', name: 'a' },
      { namespace: 'show', name: 'b' },
    ];
    await run.service.declareMany(
      [
        { key: a, options: {} },
        { key: b, options: {} },
      ],
      operator,
    );
    expect(await propose(run, [overwrite({ list: [1] })], a)).toMatchObject({
      error: { message: expect.stringMatching(/\ndata must have required property 'numA', list\/0 must be string$/) as string },
    });
    expect(await propose(run, [overwrite(13)], b)).toMatchObject({
      error: { message: expect.stringMatching(/\nhome must not be 13$/) as string },
    });
  });

  it('[R16] after redefine the next proposal meets the new schema', async () => {
    const define: Record<string, ReplicantDefinition> = { score: schemaOf({ $id: 'score', type: 'number' }) };
    const run = await declared(1, { define });
    define.score = schemaOf({ $id: 'score', type: 'string' });
    expect(await propose(run, [overwrite(2)])).toMatchObject({ ok: true });
    run.service.redefine('show');
    expect(await propose(run, [overwrite(3)])).toMatchObject({ error: { code: 'invalid-value' } });
    expect(await propose(run, [overwrite('three')])).toMatchObject({ ok: true, value: { revision: 2 } });
    expect(await run.service.declare(score, {}, operator)).toMatchObject({ value: { schema: define.score.schema } });
  });

  it('[R17] junk is an answer, never an exception', async () => {
    const run = await declared({});
    const junk = [
      null,
      7,
      {},
      { path: '/' },
      { path: 1, method: 'update', args: {} },
      { path: '/', method: 'sort', args: { mutatorArgs: {} } },
    ];
    for (const operation of junk) {
      expect(await propose(run, [operation as unknown as Operation])).toMatchObject({ error: { code: 'invalid-operation' } });
    }
  });

  it('[R18] the limit holds for a value that grows in small steps, and lets it be written after it shrank', async () => {
    const run = await declared([]);
    const megabyte = 'x'.repeat(1024 * 1024);
    for (let count = 0; count < 15; count++) expect(await propose(run, [push(megabyte)])).toMatchObject({ ok: true });
    expect(await propose(run, [push(megabyte)])).toMatchObject({ error: { code: 'too-large' } });
    await propose(run, [{ path: '/', method: 'pop', args: { mutatorArgs: [] } }]);
    expect(await propose(run, [push(megabyte)])).toMatchObject({ ok: true });
    expect(await propose(run, [{ path: '/', method: 'copyWithin', args: { mutatorArgs: [0, 1] } }])).toMatchObject({ ok: true });
  });

  it('[R18] nesting counts from the root, wherever a write goes', async () => {
    const nested = (depth: number): Json => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as Json;
    const run = await declared({ a: { b: [] } });
    expect(await propose(run, [push(nested(998), '/a/b')])).toMatchObject({ error: { code: 'too-large' } });
    expect(await propose(run, [update('c', nested(998), '/a')])).toMatchObject({ ok: true });
    expect(await propose(run, [update('c', nested(999), '/a')])).toMatchObject({ error: { code: 'too-large' } });
  });

  it('[R18] one field of a value of 200,000 characters costs neither its copy nor its length', async () => {
    const rows = Object.fromEntries(Array.from({ length: 40 }, (_, row) => [`row${row}`, { text: 'x'.repeat(5_000), n: 0 }]));
    const run = await declared(rows);
    const before = (await run.service.read(score))?.value as typeof rows;
    await propose(run, [update('n', 1, '/row7')]);
    const after = (await run.service.read(score))?.value as typeof rows;
    expect(after.row7?.n).toBe(1);
    expect(after.row8).toBe(before.row8);
    expect(JSON.stringify(run.events).length).toBeLessThan(1_024);
  });

  it('[R19] who never wins is contended, and nothing happened', async () => {
    const store = createMemoryReplicantStore();
    const losing = {
      ...store,
      compareAndSet: (...args: Parameters<typeof store.compareAndSet>) =>
        args[1] === null ? store.compareAndSet(...args) : Promise.resolve(false),
    };
    const run = await declared(1, { store: losing, timing: { contendedMs: 20 } });
    expect(await propose(run, [overwrite(2)])).toMatchObject({ error: { code: 'contended' } });
    expect(run.events).toEqual([]);
  });
});
