import { describe, expect, it } from 'vitest';
import type { Json } from '#contract/json';
import type { ReplicantKey } from '#contract/replicant';
import { operator, propose, overwrite, schemaOf, startRun, viewer, type Run } from './test-kit.ts';

const key = (name: string): ReplicantKey => ({ namespace: 'show', name });
const cause = { kind: 'snapshot' as const, name: 'before the break' };

async function declared(values: Record<string, Json>, more: Parameters<typeof startRun>[0] = {}): Promise<Run> {
  const run = startRun(more);
  for (const [name, defaultValue] of Object.entries(values)) await run.service.declare(key(name), { defaultValue }, operator);
  return run;
}
const valuesOf = async (run: Run, ...names: string[]) =>
  Promise.all(names.map(async (name) => (await run.service.read(key(name)))?.value));
const wishes = (values: Record<string, Json>) => Object.entries(values).map(([name, value]) => ({ key: key(name), value }));

describe('changing together', () => {
  it('[R70] changes all in one turn and one transaction, and leaves alone what is as wished', async () => {
    const run = await declared({ a: 1, b: 2, c: 3 });
    const batches = run.log.batches.length;
    expect(await run.service.changeTogether(wishes({ a: 10, b: 2, c: 30 }), cause, operator)).toEqual({
      ok: true,
      value: { changed: 2 },
    });
    expect(await valuesOf(run, 'a', 'b', 'c')).toEqual([10, 2, 30]);
    expect(
      run.log.batches
        .slice(batches)
        .filter(({ entries }) => entries.length > 0)
        .map(({ entries }) => entries.length),
    ).toEqual([2]);
    expect((await run.service.history(key('a'), { limit: 1 }))[0]).toMatchObject({ cause, actor: operator });
  });

  it.each([
    ['a value that its schema refuses', { a: 10, b: 'text' }, operator, 'invalid-value'],
    ['a replicant that nobody declared', { a: 10, z: 1 }, operator, 'not-declared'],
    ['a VIEWER', { a: 10 }, viewer, 'forbidden'],
  ])('[R71] changes none because of %s', async (_, values, actor, code) => {
    const run = await declared({ a: 1, b: 2 }, { define: { b: schemaOf({ type: 'number' }) } });
    expect(await run.service.changeTogether(wishes(values as Record<string, Json>), cause, actor)).toMatchObject({
      ok: false,
      error: { code },
    });
    expect(await valuesOf(run, 'a', 'b')).toEqual([1, 2]);
    expect(run.events).toEqual([]);
  });

  it('[R72] two of them and single writers never wait for each other, and each is whole', async () => {
    const run = await declared({ a: 0, b: 0 });
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => [
        run.service.changeTogether(wishes({ a: n, b: n }), cause, operator),
        run.service.changeTogether(wishes({ b: -n, a: -n }), cause, operator),
        propose(run, [overwrite('x')], key('c')),
      ]).flat(),
    );
    const [a, b] = await valuesOf(run, 'a', 'b');
    expect(a).toBe(b);
  });
});
