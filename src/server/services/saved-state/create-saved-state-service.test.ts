import { describe, expect, it } from 'vitest';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import { createMemoryReplicantLog, type MemoryReplicantLog } from '#adapters/memory/replicant-log';
import { createMemoryReplicantStore } from '#adapters/memory/replicant-store';
import { createMemorySavedStates } from '#adapters/memory/saved-states';
import type { Json } from '#contract/json';
import type { Actor, ReplicantKey } from '#contract/replicant';
import type { ReplicantDefinition } from '#ports/replicant-definitions';
import { createReplicantService } from '../replicant/index.ts';
import { createSavedStateService } from './create-saved-state-service.ts';

const ada: Actor = { kind: 'user', id: 'ada', role: 'OPERATOR' };
const viewer: Actor = { kind: 'user', id: 'vic', role: 'VIEWER' };
const key = (name: string, namespace = 'show'): ReplicantKey => ({ namespace, name });

function start({
  define = {},
  log = createMemoryReplicantLog(),
  epoch = 'run-1',
}: { define?: Record<string, ReplicantDefinition>; log?: MemoryReplicantLog; epoch?: string } = {}) {
  const bus = createMemoryEventBus();
  let events = 0;
  bus.subscribe('replicant.changed', () => (events += 1));
  const definitions = { find: ({ name }: ReplicantKey) => Promise.resolve(define[name]) };
  const replicants = createReplicantService({ store: createMemoryReplicantStore(), log, bus, definitions, epoch, now: Date.now });
  const states = createMemorySavedStates();
  let time = Date.now();
  const saved = createSavedStateService({ states, replicants, now: () => (time += 1_000) });
  const declare = (name: string, defaultValue: Json, namespace?: string) =>
    replicants.declare(key(name, namespace), { defaultValue }, ada);
  const save = async (name: string, namespace: string | null = null) => {
    const result = await saved.create({ name, namespace }, ada);
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  };
  const valueOf = async (name: string, namespace?: string) => (await replicants.read(key(name, namespace)))?.value;
  return { replicants, saved, states, log, declare, save, valueOf, events: () => events };
}

describe('saved states', () => {
  it('[V1] hold what is persistent and has a value, of the bundle or of all, but nothing of the server', async () => {
    const { replicants, declare, save, states } = start();
    await declare('a', 1);
    await declare('b', 2, 'other');
    await replicants.declare(key('temporary'), { defaultValue: 3, persistent: false }, ada);
    await replicants.declare(key('empty'), {}, ada);
    await replicants.declare(key('bundles', 'nodecg'), { defaultValue: [] }, { kind: 'server', id: 'nodecg', role: 'ADMIN' });
    const all = await save('all');
    const one = await save('one', 'show');
    expect((await states.get(all.id))?.values).toEqual([
      { key: key('b', 'other'), value: 2 },
      { key: key('a'), value: 1 },
    ]);
    expect((await states.get(one.id))?.values).toEqual([{ key: key('a'), value: 1 }]);
    expect(all).toMatchObject({ replicants: 2, namespace: null, actor: ada });
  });

  it('[V1] hold also what is only stored', async () => {
    const before = start();
    await before.declare('a', 1);
    await before.replicants.close(1_000);
    const { save } = start({ log: before.log, epoch: 'run-2' });
    expect(await save('all')).toMatchObject({ replicants: 1 });
  });

  it('[V2] a name is used once', async () => {
    const { saved, save } = start();
    const { id } = await save('x');
    await save('y');
    expect(await saved.create({ name: 'x', namespace: null }, ada)).toMatchObject({ ok: false, error: { code: 'name-taken' } });
    expect(await saved.rename(id, 'y', ada)).toMatchObject({ ok: false, error: { code: 'name-taken' } });
    expect(await saved.rename(id, 'z', ada)).toMatchObject({ ok: true, value: { name: 'z' } });
  });

  it('[V3][V4] restores all in one step, what came later stays, and the history names it', async () => {
    const { replicants, saved, save, declare, valueOf } = start();
    await declare('a', { n: 1 });
    await declare('b', [1]);
    const { id } = await save('before the break');
    await replicants.set(key('a'), { n: 2 }, ada);
    await replicants.set(key('b'), [], ada);
    await declare('c', 'later');
    expect(await saved.restore(id, ada)).toEqual({ ok: true, value: { changed: 2 } });
    expect([await valueOf('a'), await valueOf('b'), await valueOf('c')]).toEqual([{ n: 1 }, [1], 'later']);
    expect((await replicants.history(key('a'), { limit: 1 }))[0]?.cause).toEqual({ kind: 'snapshot', name: 'before the break' });
    expect(await saved.restore(id, ada)).toEqual({ ok: true, value: { changed: 0 } });
  });

  it('[V3] restores nothing at all where one replicant’s schema refuses', async () => {
    const define: Record<string, ReplicantDefinition> = {};
    const { replicants, saved, save, declare, valueOf, events } = start({ define });
    await declare('a', 1);
    await declare('b', 1);
    const { id } = await save('x');
    await replicants.set(key('a'), 2, ada);
    await replicants.set(key('b'), 'text', ada);
    define.b = { schema: { json: { type: 'string' }, sum: 'string' } };
    replicants.redefine('show');
    const before = events();
    expect(await saved.restore(id, ada)).toMatchObject({ ok: false, error: { code: 'invalid-value', key: key('b') } });
    expect([await valueOf('a'), await valueOf('b'), events()]).toEqual([2, 'text', before]);
  });

  it('[V3] brings back what was only stored when it was restored', async () => {
    const before = start();
    await before.declare('a', 1);
    await before.replicants.close(1_000);
    const { replicants, saved, save, valueOf } = start({ log: before.log, epoch: 'run-2' });
    const { id } = await save('x');
    await replicants.declare(key('a'), {}, ada);
    await replicants.set(key('a'), 5, ada);
    await saved.restore(id, ada);
    expect(await valueOf('a')).toBe(1);
  });

  it('[V8] saves what was live before it restores, so that the wrong state is no accident; the newest ten of these stay', async () => {
    const { replicants, saved, save, declare, valueOf } = start();
    await declare('a', 1);
    const { id } = await save('x');
    await replicants.set(key('a'), 'worth keeping', ada);
    await saved.restore(id, ada);
    const [before] = (await saved.list()).filter(({ name }) => name.startsWith('Before “x”'));
    await saved.restore(before?.id ?? '', ada);
    expect(await valueOf('a')).toBe('worth keeping');
    for (let n = 0; n < 15; n++) await saved.restore(id, ada);
    const names = (await saved.list()).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('Before “')).length).toBeLessThanOrEqual(10);
    expect(names).toContain('x');
  });

  it('[V3] decides nothing about what it brings to life: the first real declaration still does', async () => {
    const before = start();
    await before.replicants.declare(key('clock'), { kind: 'timer' }, ada);
    await before.replicants.close(1_000);
    const { replicants, saved, save } = start({ log: before.log, epoch: 'run-2' });
    const { id } = await save('x');
    await saved.restore(id, ada);
    expect(await replicants.declare(key('clock'), { kind: 'timer' }, ada)).toMatchObject({ value: { kind: 'timer' } });
  });

  it('[V8] never takes away what a person named, nor what is being restored', async () => {
    const { saved, save, declare } = start();
    await declare('a', 1);
    await save('Before “the final”');
    let { id } = await save('x');
    for (let n = 0; n < 14; n++) {
      expect(await saved.restore(id, ada)).toMatchObject({ ok: true });
      id = (await saved.list()).filter(({ name }) => name.startsWith('Before “')).at(-2)?.id ?? id;
    }
    expect((await saved.list()).map(({ name }) => name)).toEqual(expect.arrayContaining(['Before “the final”', 'x']));
  });

  it('[V5] compares with what is live, and with another', async () => {
    const { replicants, saved, save, declare } = start();
    await declare('a', { n: 1, m: 1 });
    await declare('b', 1);
    const first = await save('first');
    await replicants.set(key('a'), { n: 2, m: 1 }, ada);
    await declare('c', 3);
    const second = await save('second');
    const live = await saved.compare(first.id);
    expect(live).toMatchObject({
      ok: true,
      value: {
        same: 1,
        left: 0,
        differences: [
          { key: key('a'), state: 'changed', before: { n: 1, m: 1 }, after: { n: 2, m: 1 } },
          { key: key('c'), state: 'added', after: 3 },
        ],
      },
    });
    expect(await saved.compare(first.id, second.id)).toEqual(live);
    expect(await saved.compare(second.id, first.id)).toMatchObject({
      value: { differences: [{ state: 'changed' }, { key: key('c'), state: 'removed', before: 3 }] },
    });
    expect(await saved.compare('nowhere')).toMatchObject({ ok: false, error: { code: 'unknown-saved-state' } });
  });

  it('[V9] leaves out the values that would make a comparison larger than 4 million characters, and names their replicants', async () => {
    const { replicants, saved, save, declare } = start();
    for (const name of ['a', 'b', 'c']) await declare(name, name);
    const { id } = await save('first');
    await replicants.set(key('a'), 'x'.repeat(2_000_000), ada);
    await replicants.set(key('b'), 'x'.repeat(2_000_000), ada);
    await replicants.set(key('c'), 'y', ada);
    const result = await saved.compare(id);
    if (!result.ok) throw new Error(result.error.message);
    expect(result.value.differences.map(({ key: { name }, after }) => [name, typeof after])).toEqual([
      ['a', 'string'],
      ['b', 'undefined'],
      ['c', 'string'],
    ]);
    expect(result.value.differences[1]).toEqual({ key: key('b'), state: 'changed', large: true });
  });

  it('[V6] a VIEWER compares, and changes nothing', async () => {
    const { saved, save, declare } = start();
    await declare('a', 1);
    const { id } = await save('x');
    expect(await saved.compare(id)).toMatchObject({ ok: true });
    const tries = [
      saved.create({ name: 'y', namespace: null }, viewer),
      saved.restore(id, viewer),
      saved.rename(id, 'y', viewer),
      saved.delete(id, viewer),
    ];
    for (const result of await Promise.all(tries)) expect(result).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect((await saved.list()).map(({ name }) => name)).toEqual(['x']);
  });

  it('[V7] without the database nothing happens, and the answer says so', async () => {
    const { saved, states, save, declare, log, valueOf, replicants } = start();
    await declare('a', 1);
    const { id } = await save('x');
    await replicants.set(key('a'), 2, ada);
    states.setAvailable(false);
    for (const result of await Promise.all([saved.restore(id, ada), saved.compare(id), saved.delete(id, ada)]))
      expect(result).toMatchObject({ error: { code: 'storage-away' } });
    states.setAvailable(true);
    log.setAvailable(false);
    expect(await saved.create({ name: 'y', namespace: null }, ada)).toMatchObject({ error: { code: 'storage-away' } });
    expect(await valueOf('a')).toBe(2);
  });
});
