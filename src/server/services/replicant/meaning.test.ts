import { describe, expect, it } from 'vitest';
import { limits } from '#contract/limits';
import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import type { DeclareOptions, MergeStrategy } from '#contract/replicant';
import { createMemoryReplicantLog } from '#adapters/memory/replicant-log';
import { extension, operator, overwrite, propose, push, schemaOf, score, startRun, update, type Run } from './test-kit.ts';

const increment = (by: number, path = '/'): Operation => ({ path, method: 'increment', args: { by } });
const grace = { ...operator, id: 'grace' };

async function declared(
  defaultValue: Json,
  options: DeclareOptions = {},
  more: Parameters<typeof startRun>[0] = {},
): Promise<Run> {
  const run = startRun(more);
  await run.service.declare(score, { defaultValue, ...options }, operator);
  return run;
}
const valueOf = async (run: Run): Promise<Json | undefined> => (await run.service.read(score))?.value;
const stale = (run: Run, baseRevision: number, ...operations: Operation[]) =>
  run.service.propose({ key: score, operations, baseRevision, onConflict: 'reject' }, grace, { durable: false });

describe('writes with meaning', () => {
  it('[R20] listeners and the history see them in NodeCG’s operations', async () => {
    const run = await declared({ n: 1, runs: [{ id: 'a' }, { id: 'b' }] });
    await propose(run, [increment(2, '/n'), { path: '/runs', method: 'removeWhere', args: { id: 'a' } }]);
    expect(run.events[0]?.operations).toEqual([
      update('n', 3),
      { path: '/runs', method: 'splice', args: { mutatorArgs: [0, 1] } },
    ]);
    expect((await run.service.history(score, { limit: 1 }))[0]?.operations).toEqual(run.events[0]?.operations);
    expect(await valueOf(run)).toEqual({ n: 3, runs: [{ id: 'b' }] });
  });

  it('[R11] a compareAndSet that finds something else is a mismatch, and nothing of its proposal is applied', async () => {
    const run = await declared({ n: 1, who: 'ada' });
    const swap: Operation = { path: '/who', method: 'compareAndSet', args: { expected: 'bob', newValue: 'grace' } };
    expect(await propose(run, [increment(1, '/n'), swap])).toMatchObject({
      ok: false,
      error: { code: 'mismatch', current: { revision: 0 } },
    });
    expect(await valueOf(run)).toEqual({ n: 1, who: 'ada' });
    expect(run.events).toEqual([]);
  });

  it('[R14] no interleaving of 1,000 increments and removals loses one', async () => {
    const run = await declared({ n: 0, list: Array.from({ length: 500 }, (_, id) => ({ id })) });
    const writes = Array.from({ length: 500 }, (_, id) => [
      propose(run, [increment(1, '/n')]),
      propose(run, [{ path: '/list', method: 'removeWhere', args: { id } }]),
    ]);
    await Promise.all(writes.flat());
    expect(await valueOf(run)).toEqual({ n: 500, list: [] });
  });
});

describe('merge strategies', () => {
  const merging = (merge: MergeStrategy, value: Json) => declared(value, { merge });

  it('[R21] last-write-wins takes also what its writer would have had refused', async () => {
    const run = await merging('last-write-wins', { a: 1 });
    await propose(run, [overwrite({ a: 2 })]);
    expect(await stale(run, 0, overwrite({ a: 3 }))).toMatchObject({ ok: true, value: { value: { a: 3 }, revision: 2 } });
  });

  it('[R22] deep-merge changes only the fields that the writer changed', async () => {
    const run = await merging('deep-merge', { home: { name: 'A', score: 0 }, away: { name: 'B', score: 0 } });
    await propose(run, [update('score', 5, '/home')]);
    await stale(run, 0, overwrite({ home: { name: 'Ada', score: 0 }, away: { name: 'B', score: 1 } }));
    expect(await valueOf(run)).toEqual({ home: { name: 'Ada', score: 5 }, away: { name: 'B', score: 1 } });
    expect(run.events[1]?.rewritten).toBe(true);
  });

  it('[R22] deep-merge lets the later writer win where both changed the same field, and knows a removed one', async () => {
    const run = await merging('deep-merge', { a: 1, b: 2, c: 3 });
    await propose(run, [update('a', 10), update('c', 30)]);
    await stale(run, 0, overwrite({ a: 11, c: 3 }));
    expect(await valueOf(run)).toEqual({ a: 11, c: 30 });
  });

  it('[R22] without the state that the writer saw, deep-merge adds and changes the fields that it wrote', async () => {
    const log = createMemoryReplicantLog();
    const before = await declared({ a: { x: 1, y: 1 }, b: 1 }, { merge: 'deep-merge' }, { log });
    await propose(before, [update('b', 2)]);
    await before.service.close(1_000);
    const run = await declared(null, { merge: 'deep-merge' }, { log, epoch: 'run-2' });
    await stale(run, 0, overwrite({ a: { x: 5 } }));
    expect(await valueOf(run)).toEqual({ a: { x: 5, y: 1 }, b: 2 });
  });

  it('[R23] counter makes a difference of an assigned number, wherever it stands, so none is lost', async () => {
    const run = await merging('counter', { home: 0, name: 'A' });
    await propose(run, [update('home', 1)]);
    await stale(run, 0, update('home', 1));
    await stale(run, 0, overwrite({ home: 2, name: 'B' }));
    expect(await valueOf(run)).toEqual({ home: 4, name: 'B' });
  });

  it('[R23] counter counts two additions in one proposal, and a root that is a number', async () => {
    const run = await merging('counter', 5);
    await propose(run, [overwrite(6)]);
    await stale(run, 0, overwrite(6), overwrite(7));
    expect(await valueOf(run)).toBe(8);
  });

  it('[R23] counter refuses as stale what it can’t tell the difference of any more', async () => {
    const run = await merging('counter', 0);
    for (let n = 0; n < 300; n++) await propose(run, [increment(1)]);
    expect(await stale(run, 0, overwrite(1))).toMatchObject({ ok: false, error: { code: 'stale', current: { value: 300 } } });
  });

  it('[R23] 20 writers with a counter, each behind by chance, lose nothing', async () => {
    const run = await merging('counter', 0);
    const seen = Array.from({ length: 20 }, () => ({ revision: 0, value: 0 }));
    for (let n = 0; n < 400; n++) {
      const writer = seen[n % 20] ?? { revision: 0, value: 0 };
      const result = await stale(run, writer.revision, overwrite(writer.value + 1));
      if (!result.ok) throw new Error(result.error.message);
      if (n % 3 === 0) seen[(n * 7) % 20] = { revision: result.value.revision, value: Number(result.value.value) };
    }
    expect(await valueOf(run)).toBe(400);
  });

  it('[R23] counter knows what its writer had added already and shows before it is confirmed', async () => {
    const run = await merging('counter', 0);
    const from = (line: string, newValue: number) =>
      run.service.propose({ key: score, operations: [overwrite(newValue)], baseRevision: 0, onConflict: 'rebase' }, operator, {
        durable: false,
        origin: line,
      });
    await from('one:1', 1);
    await from('two:1', 10);
    await from('one:2', 3);
    await from('two:2', 30);
    expect(await valueOf(run)).toBe(33);
    expect(run.events.map(({ rewritten }) => rewritten)).toEqual([undefined, true, true, true]);
  });

  it('[R13][R40] a state that a crash took back is not the one that has its revision now', async () => {
    const run = await declared(0, {});
    await propose(run, [overwrite(1)]);
    const change = { key: score, operations: [overwrite(2)], baseRevision: 1, onConflict: 'reject' as const };
    expect(await run.service.propose({ ...change, baseStamp: 'run-0' }, operator)).toMatchObject({
      ok: false,
      error: { code: 'stale', current: { value: 1, stamp: 'run-1' } },
    });
    expect(await run.service.propose({ ...change, baseStamp: 'run-1' }, operator)).toMatchObject({ ok: true });
  });

  it('[R11] what a strategy makes must satisfy the schema, too', async () => {
    const run = startRun({ define: { score: schemaOf({ type: 'number', maximum: 2 }) } });
    await run.service.declare(score, { defaultValue: 0, merge: 'counter' }, operator);
    await propose(run, [overwrite(2)]);
    expect(await stale(run, 0, overwrite(1))).toMatchObject({ ok: false, error: { code: 'invalid-value' } });
  });
});

describe('large values', () => {
  const rows = (changed: number): Json =>
    Array.from({ length: 300 }, (_, n) => ({ id: n, text: 'x'.repeat(300), seen: n === changed }));

  it('[R24] assigned whole travel and are stored as what changed, and share the rest', async () => {
    const run = await declared(rows(1));
    const before = (await valueOf(run)) as Json[];
    await propose(run, [overwrite(rows(2))]);
    expect(JSON.stringify(run.events[0]?.operations).length).toBeLessThan(300);
    expect(await valueOf(run)).toEqual(rows(2));
    expect(((await valueOf(run)) as Json[])[50]).toBe(before[50]);
  });

  it('[R24] assigned as they are already are a revision of their own', async () => {
    const run = await declared(rows(1));
    await propose(run, [overwrite(rows(1))]);
    expect(run.events[0]).toMatchObject({ revision: 1 });
    expect(JSON.stringify(run.events[0]?.operations).length).toBeLessThan(100);
    expect(await valueOf(run)).toEqual(rows(1));
  });

  it('[R24] that are short, or changed everywhere, stay what was written', async () => {
    const run = await declared({ a: 1 });
    await propose(run, [overwrite({ a: 2 })]);
    await propose(run, [overwrite(rows(1))]);
    await propose(run, [overwrite(Array.from({ length: 300 }, () => 'y'.repeat(300)))]);
    expect(run.events.map((event) => event.operations.map(({ method }) => method))).toEqual([
      ['overwrite'],
      ['overwrite'],
      ['overwrite'],
    ]);
  });

  it('[R18][R27] a small change looks at nothing but its path: a getter elsewhere is never read', async () => {
    const run = startRun({
      define: {
        score: schemaOf({ type: 'object', properties: { n: { type: 'number' }, big: { type: 'object' } }, required: ['n'] }),
      },
    });
    await run.service.declare(score, { defaultValue: { n: 0, big: {} } }, operator);
    await propose(run, [update('n', 1)]);
    const { value, revision, stamp } = (await run.service.read(score)) ?? { value: null, revision: 0, stamp: '' };
    const trap = new Proxy({}, { ownKeys: () => expect.fail('read'), get: () => expect.fail('read') });
    await run.store.compareAndSet(score, revision, { value: { ...(value as object), big: trap as never }, revision, stamp });
    expect(await propose(run, [update('n', 2)])).toMatchObject({ ok: true });
    expect(await propose(run, [update('n', 'x')])).toMatchObject({
      error: { message: expect.stringContaining('n must be number') as string },
    });
  });
});

describe('idempotency', () => {
  const keyed = (run: Run, idempotencyKey: string, durable = true) =>
    run.service.propose({ key: score, operations: [push(1)], baseRevision: 0, onConflict: 'rebase', idempotencyKey }, operator, {
      durable,
    });

  it('[R25] a retry is answered as the first time, and changes nothing', async () => {
    const run = await declared([]);
    const first = await keyed(run, 'k');
    await propose(run, [push(2)]);
    expect(first).toMatchObject({ ok: true, value: { revision: 1 } });
    expect(await keyed(run, 'k')).toMatchObject({ ok: true, value: { revision: 1, stamp: 'run-1' } });
    expect(await valueOf(run)).toEqual([1, 2]);
  });

  it('[R25] also of a change that is still waiting for storage: the retry waits, too', async () => {
    const run = await declared([], {}, { timing: { durableAckMs: 200, retryMs: 1, maxRetryMs: 1 } });
    const release = run.log.holdWrites();
    expect(await keyed(run, 'k')).toMatchObject({ ok: false, error: { code: 'not-durable' } });
    const retry = keyed(run, 'k');
    release();
    expect(await retry).toMatchObject({ ok: true, value: { revision: 1 } });
    expect(await valueOf(run)).toEqual([1]);
  });

  it.each([
    ['awaited', true],
    ['merged with others', false],
  ])('[R25] also after a restart, %s', async (_, durable) => {
    const log = createMemoryReplicantLog();
    const before = await declared([], {}, { log, now: Date.now });
    await keyed(before, 'a', durable);
    await keyed(before, 'b', durable);
    await before.service.close(1_000);
    const run = await declared([], {}, { log, epoch: 'run-2', now: Date.now });
    expect(await keyed(run, 'a')).toMatchObject({ ok: true, value: { stamp: 'run-1' } });
    expect(await keyed(run, 'b')).toMatchObject({ ok: true, value: { stamp: 'run-1' } });
    expect(await keyed(run, 'c')).toMatchObject({ ok: true, value: { stamp: 'run-2', revision: 3 } });
    expect(await valueOf(run)).toEqual([1, 1, 1]);
  });

  it('[R25] twins at the same moment are one change', async () => {
    const run = await declared([]);
    await Promise.all(Array.from({ length: 20 }, () => keyed(run, 'k')));
    expect(await valueOf(run)).toEqual([1]);
  });

  it('[R25] a refused change is not remembered as made', async () => {
    const run = await declared({});
    expect(await keyed(run, 'k')).toMatchObject({ ok: false, error: { code: 'invalid-operation' } });
    await propose(run, [overwrite([])], score, extension);
    expect(await keyed(run, 'k')).toMatchObject({ ok: true });
  });

  it('[R25] a key is forgotten after its time', async () => {
    let now = 1_700_000_000_000;
    const run = await declared([], {}, { now: () => now });
    await keyed(run, 'k');
    now += limits.idempotencyMs + 1;
    await keyed(run, 'k');
    expect(await valueOf(run)).toEqual([1, 1]);
  });
});
