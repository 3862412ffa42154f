import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Json } from '#contract/json';
import { createReplicants, type SyncReplicants } from './replicants.ts';
import { createPair, type Pair } from './testing/pair.ts';
import type { PairLink } from './testing/pair-link.ts';
import { overwrite, record, recordLog, update, type Heard } from './testing/recorder.ts';

type Host = SyncReplicants & { link: PairLink; log: ReturnType<typeof recordLog> };
type Value = { [key: string]: Value } & Value[];

const ajv = new Ajv({ allErrors: true });
const key = { namespace: 'b', name: 'r' };
const endOfTick = () => new Promise((resolve) => process.nextTick(resolve));

function compile(schema: Json) {
  const validate = ajv.compile(schema as object);
  return (value: unknown) => (validate(value) ? undefined : ajv.errorsText(validate.errors).replace(/data\//g, ''));
}

function openHost(pair: Pair): Host {
  const link = pair.connect('extension');
  const log = recordLog();
  return { ...createReplicants(link, { mode: 'extension', log: () => log, compile, schedule: process.nextTick }), link, log };
}

/** An extension with this replicant, and what it heard after its declaration. */
async function extension(defaultValue: unknown, schemas: Record<string, Json> = {}) {
  const pair = createPair(schemas);
  await pair.declare(key, { defaultValue: defaultValue as Json });
  const host = openHost(pair);
  const replicant = host.Replicant<Value>('r', 'b');
  const heard: Heard[] = record(replicant);
  heard.length = 0;
  const value = (): Value => replicant.value as Value;
  const changes = (): unknown[] => heard.filter(({ event }) => event === 'change').map(({ args }) => args);
  return { pair, host, replicant, value, heard, changes };
}

describe('reading and writing', () => {
  it('[C47][C49] is declared at once, and reads what it has just written', async () => {
    const { host, replicant } = await extension({ a: 1 });
    expect(host.Replicant('r', 'b')).toBe(replicant);
    expect(replicant.status).toBe('declared');
    replicant.value = 'new' as never;
    expect(replicant.value).toBe('new');
  });

  it('[RC98] tells the operations of a tick before its change, as NodeCG’s server does', async () => {
    const { pair, replicant, value } = await extension({ a: 1 });
    const told: unknown[] = [];
    replicant.on('operations', (operations: unknown) => void told.push(operations));
    replicant.on('change', (_value: unknown, old?: unknown) => void (old && told.push('change')));
    value().a = 2 as never;
    value().b = 3 as never;
    await endOfTick();
    await pair.flush();
    const [update, add] = [{ method: 'update', path: '/', args: { prop: 'a', newValue: 2 } }, { method: 'add', path: '/', args: { prop: 'b', newValue: 3 } }]; // prettier-ignore
    expect(told).toEqual([{ name: 'r', namespace: 'b', operations: [update, add], revision: 1 }, 'change']);
  });

  it('[C60] calls a listener once at its start', async () => {
    const { pair, replicant } = await extension({ a: 1 });
    const calls: unknown[] = [];
    replicant.on('change', (value: unknown) => void calls.push(value));
    await pair.flush();
    expect(calls).toEqual([{ a: 1 }]);
  });

  it('returns what arrays return', async () => {
    const { pair, value } = await extension([3, 1, 2]);
    expect([value().push(5 as never), value().pop(), value().sort() === value(), value().shift(), value().splice(0, 1)]).toEqual([
      4,
      5,
      true,
      1,
      [2],
    ]);
    await pair.flush();
    expect(await pair.value(key)).toEqual([3]);
  });

  it('tells one change per tick, with the value before its first write', async () => {
    const { pair, value, changes, replicant } = await extension({ n: 0, list: [] });
    value().n = 1 as never;
    value().n = 2 as never;
    value().list!.push('x' as never);
    expect(changes()).toEqual([]);
    await endOfTick();
    const operations = [
      update('/', 'n', 1),
      update('/', 'n', 2),
      { path: '/list', method: 'push', args: { mutatorArgs: ['x'] } },
    ];
    expect(changes()).toEqual([[{ n: 2, list: ['x'] }, { n: 0, list: [] }, operations]]);
    expect(replicant.revision).toBe(1);
    await pair.flush();
    expect(changes()).toHaveLength(1);
    expect([replicant.revision, await pair.value(key)]).toEqual([1, { n: 2, list: ['x'] }]);
  });

  it('[C53] leaves a hole where an item was deleted, and [C57] deletes what isn’t there', async () => {
    const { pair, value } = await extension(['foo', 'bar']);
    expect(delete value()[0]).toBe(true);
    expect(delete value()[7]).toBe(true);
    expect(0 in value()).toBe(false);
    await pair.flush();
    expect(await pair.value(key)).toEqual([undefined, 'bar']);
  });

  it('[C54] observes objects that were put in', async () => {
    const { pair, value } = await extension([]);
    value().push({ a: {} } as never);
    value()[0]!.a!.b = { c: 1 } as never;
    value()[0]!.a!.b!.c = 2 as never;
    await pair.flush();
    expect(await pair.value(key)).toEqual([{ a: { b: { c: 2 } } }]);
  });

  it('[C59] doesn’t share objects with whoever assigned them', async () => {
    const { pair, replicant, value } = await extension(1);
    const mine = { a: 1 };
    replicant.value = mine as never;
    mine.a = 2;
    expect(value()).toEqual({ a: 1 });
    value().a = 3 as never;
    expect(mine.a).toBe(2);
    await pair.flush();
    expect(await pair.value(key)).toEqual({ a: 3 });
  });

  it('[C55] refuses an object of another replicant in NodeCG’s words', async () => {
    const { pair, host, replicant, value } = await extension({ a: { b: 1 } });
    const other = { namespace: 'b', name: 'other' };
    await pair.declare(other, { defaultValue: {} });
    const second = host.Replicant<Value>('other', 'b');
    const message =
      'This object belongs to another Replicant, b::r.\nA given object cannot belong to multiple Replicants. Object value:\n{\n  "b": 1\n}';
    expect(() => (second.value = value().a)).toThrow(message);
    const shared = { b: 1 };
    replicant.value = shared as never;
    expect(() => (second.value!.inside = [shared] as never)).toThrow(message);
    expect(second.value).toEqual({});
  });

  it('writes where no path can name the place', async () => {
    const { pair, value } = await extension({ '': { a: 1 }, 'x~1y': { a: 1 } });
    value()['']!.a = 2 as never;
    value()['x~1y']!.a = 2 as never;
    await pair.flush();
    expect(await pair.value(key)).toEqual({ '': { a: 2 }, 'x~1y': { a: 2 } });
  });

  it('writes to what is now at the place of an object that was replaced, but not to one that was removed', async () => {
    const { pair, host, replicant, value } = await extension({ state: { n: 0 }, list: [{ id: 1 }, { id: 2 }] });
    const [state, first] = [value().state!, value().list![0]!];
    replicant.value = { state: { n: 5 }, list: [{ id: 1 }, { id: 2 }] } as never;
    state.n = 6 as never;
    value().list!.shift();
    await pair.flush();
    expect(await pair.value(key)).toEqual({ state: { n: 6 }, list: [{ id: 2 }] });
    const second = value().list![0]!;
    value().list!.shift();
    second.id = 99 as never;
    expect(host.log.lines).toHaveLength(1);
    expect(first).toEqual({ id: 1 });
    await pair.flush();
    expect(await pair.value(key)).toEqual({ state: { n: 6 }, list: [] });
  });

  it('sends more operations in a tick than one proposal may have', async () => {
    const { pair, value, changes } = await extension([]);
    for (let n = 0; n < 2_500; n += 1) value().push(n as never);
    await pair.flush();
    expect(changes()).toHaveLength(1);
    expect(await pair.value(key)).toHaveLength(2_500);
  });
});

describe('with a schema', () => {
  const schemas = {
    r: {
      type: 'object',
      properties: { numA: { type: 'number' }, list: { type: 'array', items: { type: 'string' } } },
      required: ['numA'],
    },
  };

  it.each<[string, (value: Value) => unknown, string]>([
    ['a property', (v) => (v.numA = 'x' as never), 'numA must be number'],
    ['a delete', (v) => delete v.numA, "data must have required property 'numA'"],
    ['a push', (v) => v.list!.push(5 as never), 'list/1 must be string'],
    ['an index', (v) => (v.list![0] = 5 as never), 'list/0 must be string'],
  ])('[C69] throws at once for %s, and nothing changes', async (_what, change, problem) => {
    const { pair, value, changes } = await extension({ numA: 1, list: ['a'] }, schemas);
    expect(() => change(value())).toThrow(`Invalid value rejected for replicant "r" in namespace "b":\n${problem}`);
    expect(value()).toEqual({ numA: 1, list: ['a'] });
    await pair.flush();
    expect(changes()).toEqual([]);
  });

  it('[C68] accepts what is valid', async () => {
    const { pair, replicant, value } = await extension({ numA: 1, list: ['a'] }, schemas);
    value().list!.push('b' as never);
    value().list![0] = 'A' as never;
    value().numA = 2 as never;
    expect(() => (replicant.value = {} as never)).toThrow('required');
    await pair.flush();
    expect(await pair.value(key)).toEqual({ numA: 2, list: ['A', 'b'] });
  });
});

describe('with others writing', () => {
  it('[C51] hears a client’s push once', async () => {
    const { pair, value, changes } = await extension([]);
    await pair.propose(key, { path: '/', method: 'push', args: { mutatorArgs: ['theirs'] } });
    await pair.flush();
    expect(value()).toEqual(['theirs']);
    expect(changes()).toHaveLength(1);
  });

  it('[C37] keeps its objects alive through changes of others', async () => {
    const { pair, value } = await extension({ a: { b: 1, c: 1 } });
    const a = value().a!;
    await pair.propose(key, update('/a', 'b', 2));
    await pair.flush();
    a.c = 2 as never;
    await pair.flush();
    expect(await pair.value(key)).toEqual({ a: { b: 2, c: 2 } });
  });

  it('puts its unconfirmed change on top of one that came first', async () => {
    const { pair, host, value, changes } = await extension({ list: ['start'], n: 0 });
    await pair.propose(key, { path: '/list', method: 'push', args: { mutatorArgs: ['theirs'] } });
    value().list!.push('mine' as never);
    await endOfTick();
    expect(value().list).toEqual(['start', 'mine']);
    await pair.answered();
    host.link.deliver(1);
    expect(value().list).toEqual(['start', 'theirs', 'mine']);
    await pair.flush();
    expect(value().list).toEqual(['start', 'theirs', 'mine']);
    expect(await pair.value(key)).toEqual({ list: ['start', 'theirs', 'mine'], n: 0 });
    expect(changes().map((args) => ((args as Value)[0]!.list as unknown as string[]).length)).toEqual([2, 3]);
  });

  it('takes back what the server refuses, and says so', async () => {
    const { pair, value, heard, changes, replicant } = await extension({ list: [{ n: 1 }], other: 1 });
    await pair.propose(key, overwrite({ list: [], other: 1 }));
    value().list![0]!.n = 2 as never;
    value().other = 2 as never;
    await pair.flush();
    expect(value()).toEqual({ list: [], other: 1 });
    expect(replicant.revision).toBe(1);
    expect(heard.filter(({ event }) => event === 'operationsRejected')).toHaveLength(1);
    expect(changes().at(-1)).toEqual([{ list: [], other: 1 }, expect.anything(), [overwrite({ list: [], other: 1 })]]);
  });

  it('is right after any interleaving of two extensions', async () => {
    const pair = createPair();
    await pair.declare(key, { defaultValue: { log: [], n: 0 } });
    const hosts = [openHost(pair), openHost(pair)];
    const replicants = hosts.map((host) => host.Replicant<Value>('r', 'b'));
    let seed = 42;
    const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    for (let step = 0; step < 300; step += 1) {
      const [who, what] = [random(2), random(4)];
      const mine = replicants[who]!.value!;
      if (what === 0) mine.log!.push(step as never);
      if (what === 1) mine.n = step as never;
      if (what === 2) hosts[who]!.link.deliver(random(3));
      if (what === 3) await pair.answered();
    }
    await pair.flush();
    const server = await pair.value(key);
    expect(replicants.map((replicant) => JSON.parse(JSON.stringify(replicant.value)) as Json)).toEqual([server, server]);
    expect(replicants.map((replicant) => replicant.snapshot())).toEqual([server, server]);
    expect(((server as unknown as Value).log as unknown as number[]).length).toBeGreaterThan(30);
  });

  it('comes back after a break with the server’s state and its own change reported as unknown', async () => {
    const { pair, host, value, heard } = await extension({ n: 0 });
    value().n = 1 as never;
    await pair.answered();
    host.link.drop();
    await endOfTick();
    host.link.reconnect();
    await pair.flush();
    expect(value()).toEqual({ n: 1 });
    expect(heard.map(({ event }) => event)).toContain('operationsRejected');
  });

  it('shows nothing that was acknowledged by a server that was killed before it was stored', async () => {
    const { pair, host, value } = await extension({ n: 0 });
    const storage = pair.holdWrites();
    value().n = 1 as never;
    await endOfTick();
    await pair.answered();
    host.link.lose();
    host.link.deliver();
    await pair.answered();
    await pair.kill('lost');
    storage();
    expect(value()).toEqual({ n: 1 });
    await pair.declare(key, { defaultValue: { n: 0 } });
    host.link.reconnect();
    await pair.flush();
    expect(value()).toEqual({ n: 0 });
  });
});
