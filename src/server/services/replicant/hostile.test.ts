import { describe, expect, it } from 'vitest';
import { diffOperations } from '#contract/diff-operations';
import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import type { Actor } from '#contract/replicant';
import { createMemoryReplicantLog } from '#adapters/memory/replicant-log';
import { mergeValues } from './merge-values.ts';
import { operator as ada, overwrite, propose, push, score, startRun, update, type Run } from './test-kit.ts';

const bob: Actor = { ...ada, id: 'bob' };
const by = (run: Run, actor: Actor, ...operations: Operation[]) =>
  run.service.propose({ key: score, operations, baseRevision: 0, onConflict: 'rebase' }, actor);
const valueOf = async (run: Run): Promise<Json | undefined> => (await run.service.read(score))?.value;
const nested = (depth: number, leaf: Json): Json => {
  let value = leaf;
  for (let n = 0; n < depth; n++) value = { a: value };
  return value;
};

describe('what nobody should send', () => {
  it.each(['x\u0000', '\ud800', '"\\{}'])(
    '[R25] a key like %j can be stored, and is its writer’s own',
    async (idempotencyKey) => {
      const run = startRun();
      run.log.refuseWrites(({ entries }) =>
        entries.some(({ entry }) => entry.idempotencyKeys?.some((key) => !/^[\w-]+$/.test(key))),
      );
      await run.service.declare(score, { defaultValue: [] }, ada);
      const made = (actor: Actor) =>
        run.service.propose(
          { key: score, operations: [push(actor.id)], baseRevision: 0, onConflict: 'rebase', idempotencyKey },
          actor,
        );
      expect(await made(ada)).toMatchObject({ ok: true, value: { revision: 1 } });
      expect(await made(bob)).toMatchObject({ ok: true, value: { revision: 2 } });
      expect(await made(ada)).toMatchObject({ ok: true, value: { revision: 1 } });
      expect(await valueOf(run)).toEqual(['ada', 'bob']);
    },
  );

  it('[R60][R62] a value deeper than any path is undone, restored and stored as well', async () => {
    let now = 1_700_000_000_000;
    const run = startRun({ now: () => (now += 60_000) });
    await run.service.declare(score, { defaultValue: nested(200, 1) }, ada);
    await by(run, ada, overwrite(nested(200, 2)));
    await by(run, ada, overwrite(nested(200, 3)));
    expect(await run.service.at(score, 0)).toMatchObject({ ok: true });
    await run.service.undo(score, ada);
    expect(await valueOf(run)).toEqual(nested(200, 2));
    await run.service.restore(score, 0, ada);
    expect(await valueOf(run)).toEqual(nested(200, 1));
  });

  it('[R18] what turns a change back is never longer than the value that it brings back', async () => {
    const run = startRun();
    await run.service.declare(score, { defaultValue: Array.from({ length: 10_000 }, (_, n) => n) }, ada);
    await by(run, ada, overwrite(Array.from({ length: 10_000 }, (_, n) => -n)));
    const [entry] = await run.service.history(score, { limit: 1 });
    expect(entry?.inverse).toHaveLength(1);
    expect(entry?.operations).toHaveLength(1);
  });

  it('[R20] removing thousands of scattered items is one short change', async () => {
    const run = startRun();
    await run.service.declare(score, { defaultValue: Array.from({ length: 4_000 }, (_, n) => ({ id: n % 2 })) }, ada);
    await by(run, ada, { path: '/', method: 'removeWhere', args: { id: 1 } });
    expect(run.events[0]?.operations).toHaveLength(1);
    expect(await valueOf(run)).toHaveLength(2_000);
  });
});

describe('what must not be mixed up', () => {
  it.each(['deep-merge', 'counter'] as const)(
    '[R20] what is said by its meaning is judged on the newest state, also under %s',
    async (merge) => {
      const run = startRun();
      await run.service.declare(score, { defaultValue: { count: 5, state: 'ready', last: '' }, merge }, ada);
      await by(run, bob, update('count', 6), update('state', 'cancelled'));
      const stale = (...operations: Operation[]) =>
        run.service.propose({ key: score, operations, baseRevision: 0, onConflict: 'rebase' }, ada);
      await stale({ path: '/count', method: 'increment', args: { by: 1 } }, update('last', 'ada'));
      expect(await valueOf(run)).toMatchObject({ count: 7, last: 'ada' });
      const swap: Operation = { path: '/state', method: 'compareAndSet', args: { expected: 'ready', newValue: 'live' } };
      expect(await stale(swap, update('last', 'x'))).toMatchObject({ ok: false, error: { code: 'mismatch' } });
    },
  );

  it('[R21] who names the very state, as an edit does, looks at the newest one itself', async () => {
    const run = startRun();
    await run.service.declare(score, { defaultValue: { n: 5 }, merge: 'last-write-wins' }, ada);
    const edit = (actor: Actor) =>
      run.service.propose(
        { key: score, operations: [update('n', 6)], baseRevision: 0, baseStamp: 'run-1', onConflict: 'reject' },
        actor,
      );
    expect([(await edit(ada)).ok, await edit(bob)]).toMatchObject([true, { ok: false, error: { code: 'stale' } }]);
  });

  it('[R65] presses during an outage are steps of their own', async () => {
    let now = 1_700_000_000_000;
    const log = createMemoryReplicantLog();
    const run = startRun({ log, now: () => (now += 2_000), timing: { durableAckMs: 1, retryMs: 1, maxRetryMs: 5 } });
    await run.service.declare(score, { defaultValue: { n: 0 } }, ada);
    await by(run, ada, update('n', 0));
    log.setAvailable(false);
    for (let n = 1; n <= 6; n++) {
      const operations: Operation[] = [{ path: '/n', method: 'increment', args: { by: 1 } }];
      await run.service.propose(
        { key: score, operations, baseRevision: 0, onConflict: 'rebase', idempotencyKey: `press ${n}` },
        ada,
      );
    }
    log.setAvailable(true);
    await run.service.undo(score, ada);
    expect(await valueOf(run)).toEqual({ n: 5 });
  });

  it('[R33] an hour of a small object that is written sixty times a second waits in a bounded space', async () => {
    let now = 1_700_000_000_000;
    const run = startRun({ now: () => (now += 17) });
    await run.service.declare(score, { defaultValue: { n: 0 } }, ada);
    run.log.setAvailable(false);
    for (let n = 1; n <= 5_000; n++) await propose(run, [overwrite({ n })]);
    const waiting = await run.service.history(score, { limit: 5_000 }).catch(() => []);
    run.log.setAvailable(true);
    expect(JSON.stringify(waiting).length).toBeLessThan(1_000_000);
    expect(waiting.every(({ inverse = [] }) => inverse.length <= 1_000)).toBe(true);
    await run.service.close(5_000);
    expect(JSON.stringify(run.log.batches).length).toBeLessThan(2_000_000);
  });

  it('[R63] a timer’s undo never mixes two people’s halves', async () => {
    const run = startRun();
    await run.service.declare(score, { kind: 'timer' }, ada);
    const timer = (await valueOf(run)) as Record<string, Json>;
    await by(run, ada, overwrite({ ...timer, startedAt: 1_000 }));
    await by(run, bob, overwrite({ ...timer, startedAt: 1_000, baseMs: 60_000 }));
    expect(await run.service.undo(score, ada)).toMatchObject({ ok: false, error: { code: 'nothing-to-undo' } });
    expect(await run.service.undo(score, bob)).toMatchObject({ ok: true });
    expect(await valueOf(run)).toMatchObject({ startedAt: 1_000, baseMs: timer.baseMs });
  });
});

describe('what must not take long', () => {
  it('[R62] bringing back a cleared rundown of 50,000 items costs one pass', () => {
    const items = Array.from({ length: 50_000 }, (_, id) => ({ id }));
    const touched: Json[] = [{ id: 'new' }];
    expect(mergeValues([], items, touched, { onConflict: 'keep' }).value).toHaveLength(50_001);
  });

  it('[R24] a deep value is compared once, not once per level', () => {
    const wide = (leaf: number): Json =>
      nested(
        300,
        Array.from({ length: 20_000 }, (_, n) => (n === 19_999 ? leaf : n)),
      );
    expect(diffOperations(wide(1), wide(2))).toHaveLength(1);
  });
});
