import { describe, expect, it } from 'vitest';
import type { Replicants } from './replicants.ts';
import { createReplicants } from './replicants.ts';
import { createPair, type Pair } from './testing/pair.ts';
import type { PairLink } from './testing/pair-link.ts';
import { overwrite, record, recordLog, update } from './testing/recorder.ts';

type Page = Replicants & { link: PairLink; log: ReturnType<typeof recordLog> };

function openPage(pair: Pair): Page {
  const link = pair.connect();
  const log = recordLog();
  return { ...createReplicants(link, { mode: 'browser', log: () => log }), link, log };
}

const key = (name: string) => ({ namespace: 'b', name });
type Value = { [key: string]: Value } & Value[];

/** A page that follows one replicant with this value. */
async function following(defaultValue: unknown) {
  const pair = createPair();
  const page = openPage(pair);
  const replicant = page.Replicant<Value>('r', 'b', { defaultValue: defaultValue as Value });
  await pair.flush();
  const value = (): Value => replicant.value as Value;
  return { pair, page, replicant, value };
}

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
    expect(page.log.lines).toEqual(['warn: Attempted to get value before Replicant had finished declaring. This will always return undefined.']);
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
    ['[C34] delete of an item', ['foo', 'bar'], (v) => delete v[0], { path: '/', method: 'delete', args: { prop: '0' } }, [undefined, 'bar']],
    ['[C35] nested set', { a: { b: { c: 1 } } }, (v) => (v.a!.b!.c = 2 as never), update('/a/b', 'c', 2), { a: { b: { c: 2 } } }],
    ['[C36] delete of a key', { a: 1, b: 2 }, (v) => delete v.a, { path: '/', method: 'delete', args: { prop: 'a' } }, { b: 2 }],
    ['a key with a slash', { 'a/b': { c: 1 } }, (v) => (v['a/b']!.c = 2 as never), update('/a~1b', 'c', 2), { 'a/b': { c: 2 } }],
    ['splice to the end', [1, 2, 3], (v) => v.splice(1, Infinity), { path: '/', method: 'splice', args: { mutatorArgs: [1, 3] } }, [1]],
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

describe('following', () => {
  it('keeps an object that changes inside, and what is beside it', async () => {
    const { pair, replicant, value } = await following({ a: { n: 1 }, b: { n: 1 } });
    const [root, a] = [value(), value().a];
    const before = replicant.snapshot();
    await pair.propose(key('r'), update('/a', 'n', 2));
    await pair.flush();
    expect(value()).toBe(root);
    expect(a).toEqual({ n: 2 });
    expect(before).toEqual({ a: { n: 1 }, b: { n: 1 } });
    expect(replicant.snapshot()?.b).toBe(before?.b);
  });

  it('follows array items that move', async () => {
    const { pair, value } = await following([{ id: 'a' }, { id: 'b' }]);
    const second = value()[1]!;
    await pair.propose(key('r'), { path: '/', method: 'shift', args: { mutatorArgs: [] } });
    await pair.flush();
    expect(value()[0]).toBe(second);
    second.id = 'B' as never;
    await pair.flush();
    expect(await pair.value(key('r'))).toEqual([{ id: 'B' }]);
  });

  it('gives a new object for a value that was replaced as a whole', async () => {
    const { pair, value } = await following({ a: 1 });
    const before = value();
    await pair.propose(key('r'), overwrite({ a: 2 }));
    await pair.flush();
    expect(value()).not.toBe(before);
    expect(before).toEqual({ a: 1 });
  });

  it('doesn’t mind frames that come before the subscription’s answer', async () => {
    const pair = createPair();
    await pair.declare(key('r'), { defaultValue: 0 });
    const page = openPage(pair);
    const replicant = page.Replicant('r', 'b');
    const changes: unknown[] = [];
    replicant.on('change', (value: unknown) => void changes.push(value));
    await Promise.resolve();
    await pair.answered();
    await pair.propose(key('r'), overwrite(1));
    // One packet of a polling transport: the answer and the frame are handed over in the same turn.
    await pair.flush();
    expect(changes).toEqual([0, 1]);
  });

  it('fetches what it missed when a frame was lost, and nothing that it already had', async () => {
    const { pair, page, replicant } = await following(0);
    const heard = record(replicant);
    heard.length = 0;
    await pair.propose(key('r'), overwrite(1));
    page.link.lose();
    await pair.propose(key('r'), overwrite(2));
    await pair.flush();
    expect(heard.filter(({ event }) => event === 'change').map(({ args }) => args.slice(0, 2))).toEqual([[2, 0]]);
    page.link.inject(['r', 1, 1, [overwrite('stale')]]);
    page.link.deliver();
    expect([replicant.value, replicant.revision]).toEqual([2, 2]);
  });

  it('takes a newest state that replaces changes', async () => {
    const { page, replicant } = await following({ a: 1 });
    const heard = record(replicant);
    heard.length = 0;
    page.link.inject(['s', 1, { value: { a: 9 }, revision: 9, stamp: 'x' }]);
    page.link.deliver();
    expect(heard).toEqual([{ event: 'change', args: [{ a: 9 }, { a: 1 }, [overwrite({ a: 9 })]] }]);
    expect(replicant.revision).toBe(9);
  });

  it('keeps showing the last value when the replicant is deleted, until it has the next', async () => {
    const { pair, replicant, value } = await following('default');
    await pair.propose(key('r'), overwrite('on air'));
    await pair.flush();
    const changes: unknown[] = [];
    replicant.on('change', (now: unknown) => void changes.push(now));
    await pair.run.replicants.delete(key('r'), { kind: 'server', id: 'nodecg', role: 'ADMIN' });
    await pair.flush();
    expect(changes).toEqual(['on air', 'default']);
    expect(value()).toBe('default');
  });
});

describe('while disconnected, and after', () => {
  it('keeps every value, and is silent when nothing has changed', async () => {
    const { pair, page, replicant, value } = await following({ a: 1 });
    const root = value();
    const heard = record(replicant);
    heard.length = 0;
    page.link.drop();
    expect([replicant.status, replicant.value]).toEqual(['undeclared', { a: 1 }]);
    page.link.reconnect();
    await pair.flush();
    expect(heard.map(({ event }) => event)).toEqual(['declared']);
    expect(value()).toBe(root);
    expect(page.log.lines).toEqual([]);
  });

  it('catches up with one change and never shows undefined', async () => {
    const { pair, page, replicant } = await following({ n: 0, long: 'x'.repeat(1_000) });
    const heard = record(replicant);
    heard.length = 0;
    page.link.drop();
    await pair.propose(key('r'), update('/', 'n', 1));
    await pair.propose(key('r'), update('/', 'n', 2));
    page.link.reconnect();
    await pair.flush();
    const changes = heard.filter(({ event }) => event === 'change');
    expect(changes.map(({ args }) => [(args[0] as Value).n, (args[1] as Value).n, args[2]])).toEqual([
      [2, 0, [update('/', 'n', 1), update('/', 'n', 2)]],
    ]);
  });

  it('survives a restarted server without a flash', async () => {
    const { pair, page, replicant, value } = await following({ n: 0 });
    await pair.propose(key('r'), update('/', 'n', 1));
    await pair.flush();
    const heard = record(replicant);
    heard.length = 0;
    await pair.restart();
    page.link.reconnect();
    await pair.flush();
    expect(heard.map(({ event }) => event)).toEqual(['declared']);
    expect([value(), replicant.revision]).toEqual([{ n: 1 }, 1]);
    await pair.propose(key('r'), update('/', 'n', 2));
    await pair.flush();
    expect(value()).toEqual({ n: 2 });
  });

  it('refuses writes aloud', async () => {
    const { pair, page, replicant } = await following('before');
    const heard = record(replicant);
    heard.length = 0;
    page.link.drop();
    replicant.value = 'lost' as never;
    await pair.flush();
    expect(heard).toEqual([{ event: 'operationsRejected', args: [expect.stringContaining('not connected')] }]);
    page.link.reconnect();
    await pair.flush();
    expect([replicant.value, await pair.value(key('r'))]).toEqual(['before', 'before']);
  });

  it('says that the outcome is unknown when the line breaks before the answer', async () => {
    const { pair, page, replicant } = await following('before');
    const reasons: unknown[] = [];
    replicant.on('operationsRejected', (reason: unknown) => void reasons.push(reason));
    replicant.value = 'after' as never;
    await pair.answered();
    page.link.drop();
    page.link.reconnect();
    await pair.flush();
    expect(reasons).toHaveLength(1);
    expect(replicant.value).toBe('after');
  });
});

describe('edit', () => {
  it('loses no increment of 20 concurrent writers', async () => {
    const pair = createPair();
    const replicants = Array.from({ length: 20 }, () => openPage(pair).Replicant<{ n: number; log: number[] }>('r', 'b', { defaultValue: { n: 0, log: [] } }));
    await pair.flush();
    const edits = replicants.map((replicant, writer) =>
      replicant.edit((draft) => {
        draft.n += 1;
        draft.log.push(writer);
      }),
    );
    await pair.flush();
    expect((await Promise.all(edits)).every((result) => result.ok)).toBe(true);
    const value = (await pair.value(key('r'))) as { n: number; log: number[] };
    expect(value.n).toBe(20);
    expect(new Set(value.log).size).toBe(20);
    expect(new Set(replicants.map((replicant) => JSON.stringify(replicant.snapshot())))).toEqual(new Set([JSON.stringify(value)]));
  });

  it('changes nothing when the change declines', async () => {
    const { replicant } = await following({ n: 0 });
    expect(await replicant.edit(() => 'no')).toEqual({ ok: false, error: { code: 'declined', message: 'no' } });
  });
});
