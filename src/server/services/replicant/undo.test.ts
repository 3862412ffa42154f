import { describe, expect, it } from 'vitest';
import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import type { Actor, DeclareOptions } from '#contract/replicant';
import { createMemoryReplicantLog } from '#adapters/memory/replicant-log';
import {
  extension,
  operator as ada,
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

const bob: Actor = { ...ada, id: 'bob' };

/** A run whose clock goes on by a minute with every change, so that none of them is a burst. */
async function declared(
  defaultValue: Json,
  more: Parameters<typeof startRun>[0] = {},
  options: DeclareOptions = {},
): Promise<Run> {
  let now = 1_700_000_000_000;
  const run = startRun({ now: () => (now += 60_000), ...more });
  await run.service.declare(score, { defaultValue, ...options }, ada);
  return run;
}
/** Waits for storage, so that it is a row of its own. */
const by = (run: Run, actor: Actor, ...operations: Operation[]) =>
  run.service.propose({ key: score, operations, baseRevision: 0, onConflict: 'rebase' }, actor);
const valueOf = async (run: Run): Promise<Json | undefined> => (await run.service.read(score))?.value;
const removeAt = (index: number): Operation => ({ path: '/', method: 'splice', args: { mutatorArgs: [index, 1] } });

describe('going back', () => {
  it('[R60] tells the value at every revision of the history', async () => {
    const run = await declared({ n: 0 });
    for (let n = 1; n <= 120; n++) await by(run, n % 2 ? ada : bob, update('n', n));
    for (const revision of [0, 1, 60, 119, 120])
      expect(await run.service.at(score, revision)).toMatchObject({ ok: true, value: { value: { n: revision }, revision } });
  });

  it('[R60] says where a revision is not known, and which is near', async () => {
    const run = await declared({ n: 0 }, { now: () => 1_700_000_000_000 });
    for (let n = 1; n <= 5; n++) await propose(run, [update('n', n)]);
    expect(await run.service.at(score, 3)).toMatchObject({
      error: { code: 'unknown-revision', message: expect.stringContaining('choose 0 (before it) or 5') as string },
    });
    expect(await run.service.at(score, 9)).toMatchObject({
      error: { code: 'unknown-revision', message: expect.stringContaining('newest is 5') as string },
    });
    expect(await run.service.at({ ...score, name: 'other' }, 0)).toMatchObject({ error: { code: 'not-declared' } });
  });

  it('[R61] restores an earlier value as a new change, which says so', async () => {
    const run = await declared({ a: 1, b: 1 });
    await by(run, ada, update('a', 2));
    await by(run, bob, update('b', 2));
    expect(await run.service.restore(score, 1, bob)).toMatchObject({ ok: true, value: { value: { a: 2, b: 1 }, revision: 3 } });
    expect((await run.service.history(score, { limit: 1 }))[0]).toMatchObject({
      actor: bob,
      cause: { kind: 'restore', revision: 1 },
    });
    expect(run.events.at(-1)?.operations).toEqual([update('b', 1)]);
  });

  it('[R61] restores nothing that the schema no longer allows, and nothing for a VIEWER', async () => {
    const define: { score: ReturnType<typeof schemaOf> } = { score: schemaOf({}) };
    const run = await declared(1, { define });
    await by(run, ada, overwrite('text'));
    define.score = schemaOf({ type: 'string' });
    run.service.redefine('show');
    expect(await run.service.restore(score, 0, ada)).toMatchObject({ error: { code: 'invalid-value' } });
    expect(await run.service.restore(score, 0, viewer)).toMatchObject({ error: { code: 'forbidden' } });
    expect(await valueOf(run)).toBe('text');
  });

  it('[R60] goes back across a restart, a collapse of what waited for storage, and to no value at all', async () => {
    const log = createMemoryReplicantLog();
    const before = startRun({ log });
    await before.service.declare(score, {}, ada);
    await by(before, ada, overwrite([0]));
    log.setAvailable(false);
    for (let n = 1; n <= 2_000; n++) await propose(before, [update('0', n)], score, n % 2 ? ada : bob);
    log.setAvailable(true);
    await before.service.close(5_000);
    const run = await declared(null, { log, epoch: 'run-2' });
    const oldest = (await run.service.history(score, { limit: 10_000 })).at(-1);
    expect(oldest?.fromRevision).toBe(0);
    expect(await run.service.at(score, 0)).toMatchObject({ ok: true, value: { value: undefined } });
  });
});

describe('undo and redo', () => {
  it('[R62] takes back one’s own last change, even after others changed other fields', async () => {
    const run = await declared({ a: 1, b: 1 });
    await by(run, ada, update('a', 2));
    await by(run, bob, update('b', 2));
    expect(await run.service.undo(score, ada)).toMatchObject({ ok: true, value: { of: 1, revision: 3, kept: [] } });
    expect(await valueOf(run)).toEqual({ a: 1, b: 2 });
  });

  it('[R63] never touches what another changed last, and names it', async () => {
    const run = await declared({ a: 1, b: 1 });
    await by(run, ada, update('a', 2), update('b', 2));
    await by(run, bob, update('b', 3));
    expect(await run.service.undo(score, ada)).toMatchObject({ ok: true, value: { kept: ['/b'] } });
    expect(await valueOf(run)).toEqual({ a: 1, b: 3 });
  });

  it('[R63] not even where another made it what it was after one’s own change', async () => {
    const run = await declared({ a: 1 });
    await by(run, ada, update('a', 2));
    await by(run, bob, update('a', 3));
    await by(run, bob, update('a', 2));
    expect(await run.service.undo(score, ada)).toMatchObject({ ok: false, error: { code: 'nothing-to-undo' } });
    expect(await valueOf(run)).toEqual({ a: 2 });
    expect(run.events).toHaveLength(3);
  });

  it('[R63] not even a text of a list that another took out again after it had come back', async () => {
    const run = await declared(['start', 'x']);
    await by(run, ada, removeAt(1));
    await by(run, bob, push('x'));
    await by(run, bob, removeAt(1));
    expect(await run.service.undo(score, ada)).toMatchObject({ ok: false, error: { code: 'nothing-to-undo' } });
    expect(await valueOf(run)).toEqual(['start']);
  });

  it('[R63] nor what several did while storage was away so long that one row stands for it', async () => {
    const run = await declared({ a: 0, b: 0 });
    run.log.setAvailable(false);
    await propose(run, [update('a', 1)], score, ada);
    await expect.poll(() => run.service.durability().state).toBe('failing');
    for (let n = 2; n <= 1_002; n++) await propose(run, [update(n % 2 ? 'a' : 'b', n)], score, n % 2 ? ada : bob);
    run.log.setAvailable(true);
    await expect.poll(() => run.service.durability()).toEqual({ state: 'ok', unstored: 0 });
    expect(await run.service.history(score, { limit: 10 })).toHaveLength(2);
    expect(await run.service.undo(score, bob)).toMatchObject({ ok: false, error: { code: 'nothing-to-undo' } });
    expect(await valueOf(run)).toEqual({ a: 1_001, b: 1_002 });
  });

  it.each<[string, Json, Operation[], Operation[], Json]>([
    ['an added item, while others added', [{ id: 1 }], [push({ id: 2 })], [push({ id: 3 })], [{ id: 1 }, { id: 3 }]],
    [
      'a removed item, to its place',
      [{ id: 1 }, { id: 2 }, { id: 3 }],
      [removeAt(1)],
      [push({ id: 4 })],
      [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }],
    ],
    [
      'a changed item that moved',
      [
        { id: 1, n: 0 },
        { id: 2, n: 0 },
      ],
      [update('n', 1, '/0')],
      [{ path: '/', method: 'reverse', args: { mutatorArgs: [] } }],
      [
        { id: 2, n: 0 },
        { id: 1, n: 0 },
      ],
    ],
    [
      'a moved item, while others changed it',
      [
        { id: 1, n: 0 },
        { id: 2, n: 0 },
      ],
      [{ path: '/', method: 'reverse', args: { mutatorArgs: [] } }],
      [update('n', 5, '/0')],
      [
        { id: 1, n: 0 },
        { id: 2, n: 5 },
      ],
    ],
    ['a pushed text, while others pushed', ['a'], [push('b')], [push('c')], ['a', 'c']],
    [
      'a text at the front, while others pushed',
      ['a'],
      [{ path: '/', method: 'unshift', args: { mutatorArgs: ['0'] } }],
      [push('c')],
      ['a', 'c'],
    ],
    ['an added key', { a: 1 }, [update('b', 2)], [update('c', 3)], { a: 1, c: 3 }],
    ['a removed key', { a: 1, b: 2 }, [{ path: '/', method: 'delete', args: { prop: 'a' } }], [update('b', 3)], { a: 1, b: 3 }],
    ['an overwrite of everything', { a: 1, b: 1 }, [overwrite({ a: 2, b: 1 })], [update('b', 2)], { a: 1, b: 2 }],
  ])('[R62] takes back %s', async (_, start, mine, theirs, expected) => {
    const run = await declared(start);
    await by(run, ada, ...mine);
    await by(run, bob, ...theirs);
    expect(await run.service.undo(score, ada)).toMatchObject({ ok: true, value: { kept: [] } });
    expect(await valueOf(run)).toEqual(expected);
  });

  it('[R64] undoes step by step, redoes step by step, and forgets what to redo with a new change', async () => {
    const run = await declared(0);
    for (const n of [1, 2, 3]) await by(run, ada, overwrite(n));
    const step = async (direction: 'undo' | 'redo'): Promise<unknown> => {
      const result = await run.service[direction](score, ada);
      return result.ok ? await valueOf(run) : result.error.code;
    };
    expect(await step('redo')).toBe('nothing-to-undo');
    expect([await step('undo'), await step('undo'), await step('redo'), await step('redo'), await step('redo')]).toEqual([
      2,
      1,
      2,
      3,
      'nothing-to-undo',
    ]);
    expect([await step('undo'), await step('undo'), await step('undo'), await step('undo')]).toEqual([
      2,
      1,
      0,
      'nothing-to-undo',
    ]);
    await by(run, ada, overwrite(9));
    expect([await step('redo'), await step('undo')]).toEqual(['nothing-to-undo', 0]);
  });

  it('[R64] everybody has their own steps', async () => {
    const run = await declared({ a: 0, b: 0 });
    await by(run, ada, update('a', 1));
    await by(run, bob, update('b', 1));
    await by(run, extension, update('c', 1));
    await run.service.undo(score, ada);
    await run.service.undo(score, bob);
    expect(await valueOf(run)).toEqual({ a: 0, b: 0, c: 1 });
    await run.service.redo(score, ada);
    expect(await valueOf(run)).toEqual({ a: 1, b: 0, c: 1 });
    expect(await run.service.undo(score, viewer)).toMatchObject({ error: { code: 'forbidden' } });
  });

  it('[R65] a burst at one place is one step, however many rows it has', async () => {
    let now = 1_700_000_000_000;
    const run = startRun({ now: () => now });
    await run.service.declare(score, { defaultValue: { fader: 0, name: '' } }, ada);
    await by(run, ada, update('name', 'x'));
    for (let n = 1; n <= 30; n++) {
      now += 100;
      await run.service.propose({ key: score, operations: [update('fader', n)], baseRevision: 0, onConflict: 'rebase' }, ada);
    }
    await run.service.undo(score, ada);
    expect(await valueOf(run)).toEqual({ fader: 0, name: 'x' });
    await run.service.redo(score, ada);
    expect(await valueOf(run)).toEqual({ fader: 30, name: 'x' });
  });

  it('[R66] a change that comes while the history is read is not lost, and stays if it is another’s', async () => {
    const run = await declared({ a: 1, b: 1 });
    await run.service.propose(
      { key: score, operations: [update('a', 2), update('b', 2)], baseRevision: 0, onConflict: 'rebase' },
      ada,
    );
    const release = run.log.holdReads();
    const undoing = run.service.undo(score, ada);
    await propose(run, [update('b', 5)], score, bob);
    await propose(run, [update('c', 1)], score, ada);
    release();
    expect(await undoing).toMatchObject({ ok: true, value: { of: 1, kept: ['/b'] } });
    expect(await valueOf(run)).toEqual({ a: 1, b: 5, c: 1 });
  });

  it('[R64] goes on where it was after a restart', async () => {
    const log = createMemoryReplicantLog();
    const before = await declared(0, { log });
    for (const n of [1, 2]) await by(before, ada, overwrite(n));
    await before.service.undo(score, ada);
    await before.service.close(1_000);
    const run = await declared(null, { log, epoch: 'run-2' });
    await run.service.undo(score, ada);
    expect(await valueOf(run)).toBe(0);
    await run.service.redo(score, ada);
    await run.service.redo(score, ada);
    expect(await valueOf(run)).toBe(2);
  });

  it('[R64] what isn’t stored has no history, and says so', async () => {
    const run = await declared(0, {}, { persistent: false });
    await by(run, ada, overwrite(1));
    expect(await run.service.undo(score, ada)).toMatchObject({ error: { code: 'nothing-to-undo' } });
  });
});
