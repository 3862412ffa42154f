import { describe, expect, it } from 'vitest';
import { following, openPage, type Value } from './testing/page.ts';
import { createPair } from './testing/pair.ts';
import { overwrite, record, update } from './testing/recorder.ts';

const key = (name: string) => ({ namespace: 'b', name });

describe('declaring', () => {
  it('[C25] gives the same object for the same name', () => {
    const page = openPage(createPair());
    expect(page.Replicant('r', 'b')).toBe(page.Replicant('r', 'b', { defaultValue: 1 }));
    expect(page.Replicant('r', 'other')).not.toBe(page.Replicant('r', 'b'));
  });

  it('[C28] needs a name', () => {
    const page = openPage(createPair());
    expect(() => page.Replicant('', 'b')).toThrow('Must supply a name when instantiating a Replicant');
    expect(() => page.Replicant('r', '')).toThrow('Must supply a namespace when instantiating a Replicant');
  });

  it('asks for everything that a tick declares in one request, and for everything again in one after a reconnect', async () => {
    const pair = createPair();
    const page = openPage(pair);
    for (let n = 0; n < 50; n += 1) page.Replicant(`r${n}`, 'b');
    await pair.flush();
    page.link.drop();
    page.link.reconnect();
    await pair.flush();
    const subscribes = page.link.requests.filter((request) => request.name === 'subscribe');
    expect(subscribes.map((request) => (request.payload as { items: unknown[] }).items.length)).toEqual([50, 50]);
  });

  it('[C26] takes the default of the first declarer, whoever that is', async () => {
    const pair = createPair();
    const [first, second] = [openPage(pair), openPage(pair)];
    const mine = first.Replicant('r', 'b', { defaultValue: 'first' });
    await pair.flush();
    const theirs = second.Replicant('r', 'b', { defaultValue: 'second' });
    await pair.flush();
    expect([mine.value, theirs.value]).toEqual(['first', 'first']);
  });

  it('tells change(value, undefined, overwrite) and then declared, where there is a value', async () => {
    const pair = createPair();
    const page = openPage(pair);
    const heard = record(page.Replicant('r', 'b', { defaultValue: { a: 1 } }));
    await pair.flush();
    expect(heard).toEqual([
      { event: 'change', args: [{ a: 1 }, undefined, [overwrite({ a: 1 })]] },
      { event: 'declared', args: [{ value: { a: 1 }, revision: expect.any(Number) as number }] },
    ]);
  });

  it('[C30] tells declared and then change(undefined) where nobody has written', async () => {
    const pair = createPair();
    const heard = record(openPage(pair).Replicant('r', 'b'));
    await pair.flush();
    expect(heard).toEqual([
      { event: 'declared', args: [{ value: undefined, revision: 0 }] },
      { event: 'change', args: [undefined, undefined, []] },
    ]);
  });

  it('[C31] warns when it is read too early, and says so in NodeCG’s words', async () => {
    const pair = createPair();
    const page = openPage(pair);
    const replicant = page.Replicant('r', 'b', { defaultValue: 1 });
    expect(replicant.value).toBeUndefined();
    await pair.flush();
    expect(replicant.value).toBe(1);
    expect(page.log.lines).toEqual([
      'warn: Attempted to get value before Replicant had finished declaring. This will always return undefined.',
    ]);
  });

  it('[C65] reports a refused declaration, and keeps the others', async () => {
    const pair = createPair({ picky: { type: 'string' } });
    const page = openPage(pair);
    const heard = record(page.Replicant('picky', 'b', { defaultValue: 5 }));
    const fine = page.Replicant('fine', 'b', { defaultValue: 5 });
    await pair.flush();
    expect(heard.map(({ event }) => event)).toEqual(['declarationRejected']);
    expect(fine.value).toBe(5);
  });

  it('calls a late listener at once with the value alone, and [C32] keeps no once listener', async () => {
    const { replicant } = await following([1]);
    const calls: unknown[][] = [];
    const listener = (...args: unknown[]): void => void calls.push(args);
    replicant.on('change', listener);
    replicant.once('change', listener);
    expect(calls).toEqual([[[1]], [[1]]]);
    expect(replicant.listenerCount('change')).toBe(1);
  });
});

describe('writing', () => {
  it('[C29] sends what was assigned before the declaration afterwards', async () => {
    const pair = createPair();
    const page = openPage(pair);
    const replicant = page.Replicant('r', 'b');
    replicant.value = 'early';
    await pair.flush();
    expect([replicant.value, replicant.revision]).toEqual(['early', 1]);
  });

  it('changes nothing before the server’s frame', async () => {
    const { pair, replicant, value } = await following({ list: [1], a: 1 });
    value().a = 2 as never;
    expect(value().list?.push(2 as never)).toBeUndefined();
    expect(delete value().a).toBe(true);
    expect(value()).toEqual({ list: [1], a: 1 });
    await pair.flush();
    expect(value()).toEqual({ list: [1, 2] });
    expect(replicant.revision).toBe(1);
  });

  it.each<[string, unknown, (value: Value) => unknown, unknown, unknown]>([
    ['[C33] push', ['a'], (v) => v.push('b' as never), { path: '/', method: 'push', args: { mutatorArgs: ['b'] } }, ['a', 'b']],
    [
      '[C34] delete of an item',
      ['foo', 'bar'],
      (v) => delete v[0],
      { path: '/', method: 'delete', args: { prop: '0' } },
      [undefined, 'bar'],
    ],
    ['[C35] nested set', { a: { b: { c: 1 } } }, (v) => (v.a!.b!.c = 2 as never), update('/a/b', 'c', 2), { a: { b: { c: 2 } } }],
    ['[C36] delete of a key', { a: 1, b: 2 }, (v) => delete v.a, { path: '/', method: 'delete', args: { prop: 'a' } }, { b: 2 }],
    ['a key with a slash', { 'a/b': { c: 1 } }, (v) => (v['a/b']!.c = 2 as never), update('/a~1b', 'c', 2), { 'a/b': { c: 2 } }],
    [
      'splice to the end',
      [1, 2, 3],
      (v) => v.splice(1, Infinity),
      { path: '/', method: 'splice', args: { mutatorArgs: [1, 3] } },
      [1],
    ],
    ['length', [1, 2, 3], (v) => (v.length = 1), update('/', 'length', 1), [1]],
    ['sort by a function', [1, 3, 2], (v) => v.sort((x, y) => Number(y) - Number(x)), overwrite([3, 2, 1]), [3, 2, 1]],
  ])('%s', async (_what, start, change, operation, after) => {
    const { pair, replicant, value } = await following(start);
    const heard = record(replicant);
    heard.length = 0;
    change(value());
    await pair.flush();
    expect(heard).toEqual([{ event: 'change', args: [after, start, [operation]] }]);
  });

  it('[C39] sends a Date as its JSON string', async () => {
    const { pair, replicant } = await following(1);
    replicant.value = { at: new Date(0) } as never;
    await pair.flush();
    expect(replicant.value).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  });

  it('[C43] makes one revision of a tick’s writes', async () => {
    const { pair, replicant, value } = await following([1]);
    const heard = record(replicant);
    heard.length = 0;
    value().push(2 as never);
    replicant.value = ['overwritten'] as never;
    await pair.flush();
    expect(heard.map(({ args }) => [args[0], (args[2] as unknown[]).length])).toEqual([[['overwritten'], 2]]);
    expect(replicant.revision).toBe(1);
  });

  it('[C44] counts with exact pairs of new and old', async () => {
    const { pair, replicant } = await following(0);
    const pairs: unknown[] = [];
    replicant.on('change', (value: unknown, old: unknown) => void pairs.push([value, old]));
    for (let n = 0; n < 3; n += 1) {
      replicant.value = (Number(replicant.value) + 1) as never;
      await pair.flush();
    }
    expect(pairs.slice(1)).toEqual([[1, 0], [2, 1], [3, 2]]); // prettier-ignore
  });

  it('reports what the server refuses, and shows the value as it is', async () => {
    const pair = createPair({ r: { type: 'array', items: { type: 'string' } } });
    const page = openPage(pair);
    const replicant = page.Replicant<string[]>('r', 'b', { defaultValue: ['a'] });
    await pair.flush();
    const reasons: string[] = [];
    replicant.on('operationsRejected', (reason: string) => void reasons.push(reason));
    replicant.value?.push(5 as never);
    await pair.flush();
    expect(reasons).toEqual([expect.stringContaining('must be string')]);
    expect(page.refusals).toEqual([{ ...key('r'), code: expect.any(String) as string, message: reasons[0] }]);
    expect(replicant.value).toEqual(['a']);
  });

  it('lets listeners do what they like with the old value', async () => {
    const { pair, replicant, value } = await following({ list: [1], n: 0 });
    replicant.on('change', (_value: unknown, old: { list: number[] } | undefined) => void old?.list.push(99));
    await pair.propose(key('r'), update('/', 'n', 1));
    await pair.flush();
    expect(value()).toEqual({ list: [1], n: 1 });
    expect(replicant.snapshot()).toEqual({ list: [1], n: 1 });
  });
});
