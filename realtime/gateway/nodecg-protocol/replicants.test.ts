import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '#contract/limits';
import type { Operation } from '#contract/operations';
import { serverActor } from '#contract/replicant';
import { startTestGateway } from '../test-gateway.ts';
import type { NodecgTestClient } from './test-client.ts';

const key = { namespace: 'quiz', name: 'score' };
const schema = { json: { type: 'object', properties: { home: { type: 'number' } } }, sum: 'sum-1' };
const update = (prop: string, newValue: number | string): Operation => ({
  path: '/',
  method: 'update',
  args: { prop, newValue },
});
const push = (...items: string[]): Operation => ({ path: '/', method: 'push', args: { mutatorArgs: items } });

describe('NodeCG’s protocol: replicants', () => {
  let server: Awaited<ReturnType<typeof startTestGateway>>;

  beforeEach(async () => {
    const definitions = { find: ({ name }: { name: string }) => Promise.resolve(name === 'checked' ? { schema } : undefined) };
    server = await startTestGateway({ definitions });
  });
  afterEach(async () => {
    await server.close();
  });

  /** Everything that the client asked before has been handled, and what that caused has been sent. */
  const settled = (client: NodecgTestClient) => client.ask('joinRoom', 'settled');
  const newest = async (name = 'score') => server.replicants.read({ namespace: 'quiz', name });

  it.each([{ query: { token: 'whatever' } }, { transports: ['polling'] }, {}])(
    '[N1] lets NodeCG’s clients in (%j)',
    async (options) => {
      const client = await server.connectNodecg(options);
      expect(await client.ask('joinRoom', 'lobby')).toEqual([null, null]);
    },
  );

  it.each([[undefined], [null], [7], [{}], [['a']]])('[N2] refuses the room %j', async (room) => {
    const client = await server.connectNodecg();
    expect(await client.ask('joinRoom', ...(room === undefined ? [] : [room]))).toEqual(['Room must be a string']);
  });

  it('[N2] lets a page follow as many replicants as it may, and join any room besides', async () => {
    const client = await server.connectNodecg();
    await Promise.all(
      Array.from({ length: limits.subscriptionsPerSocket }, (_, index) => client.ask('joinRoom', `replicant:quiz:r${index}`)),
    );
    expect(await client.ask('joinRoom', 'replicant:quiz:one more')).toEqual([expect.stringContaining('may follow 5000')]);
    expect(await client.ask('joinRoom', 'replicant:quiz:r7')).toEqual([null, null]);
    expect(await client.ask('joinRoom', 'x'.repeat(100_000))).toEqual([null, null]);
  });

  it('[N3] declares: the first default becomes the value, and everybody is told it with its revision and schema', async () => {
    const client = await server.connectNodecg();
    const declare = (name: string, opts: object) => client.ask('replicant:declare', { namespace: 'quiz', name, opts });
    expect(await declare('score', { defaultValue: { home: 1 }, persistenceInterval: 100 })).toEqual([
      null,
      { value: { home: 1 }, revision: 0 },
    ]);
    expect(await declare('score', { defaultValue: { home: 2 } })).toEqual([null, { value: { home: 1 }, revision: 0 }]);
    expect(await declare('empty', {})).toEqual([null, { revision: 0 }]);
    expect(await declare('checked', { defaultValue: { home: 1 } })).toEqual([
      null,
      { value: { home: 1 }, revision: 0, schema: schema.json, schemaSum: 'sum-1' },
    ]);
  });

  it('[N3] refuses a default that breaks the schema in NodeCG’s words', async () => {
    const client = await server.connectNodecg();
    const declared = client.ask('replicant:declare', {
      namespace: 'quiz',
      name: 'checked',
      opts: { defaultValue: { home: 'x' } },
    });
    expect(await declared).toEqual(['Invalid value rejected for replicant "checked" in namespace "quiz":\nhome must be number']);
  });

  it('[N3] declares what one turn brought in one go, and in order', async () => {
    const calls: number[] = [];
    const { declareMany } = server.replicants;
    server.replicants.declareMany = (items, actor) => (calls.push(items.length), declareMany(items, actor));
    const client = await server.connectNodecg({ transports: ['polling'] });
    const names = [...Array.from({ length: 40 }, (_, index) => `r${index}`), 'r0'];
    const declared = await Promise.all(
      names.map((name, index) => client.ask('replicant:declare', { namespace: 'quiz', name, opts: { defaultValue: index } })),
    );
    expect(declared).toEqual(names.map((_, index) => [null, { value: index === 40 ? 0 : index, revision: 0 }]));
    expect(calls.length).toBeLessThan(10);
  });

  it('[N4] tells a change to everybody in its room, the writer too, and to nobody else', async () => {
    const [writer, reader, other] = [await server.connectNodecg(), await server.connectNodecg(), await server.connectNodecg()];
    const [mine, theirs] = [await writer.replicant('score', { defaultValue: { home: 0 } }), await reader.replicant('score')];
    await other.ask('replicant:declare', { ...key, opts: {} });
    mine.propose(update('home', 3));
    await expect.poll(() => [mine.value, theirs.value]).toEqual([{ home: 3 }, { home: 3 }]);
    expect(reader.heard('replicant:operations')).toEqual([{ ...key, revision: 1, operations: [update('home', 3)] }]);
    await settled(other);
    expect(other.events).toEqual([]);
  });

  it('[N5] loses and repeats nothing for pages that come while others write', async () => {
    const writer = await server.connectNodecg();
    const list = await writer.replicant('list', { defaultValue: [] });
    const items = Array.from({ length: 400 }, (_, index) => `${index}`);
    const writing = (async () => {
      for (const item of items) {
        list.propose(push(item));
        if (Number(item) % 20 === 0) await settled(writer);
      }
    })();
    const readers = await Promise.all(Array.from({ length: 12 }, async () => (await server.connectNodecg()).replicant('list')));
    await writing;
    for (const reader of readers) await expect.poll(() => reader.value).toEqual(items);
    expect(readers.map(({ gaps }) => gaps)).toEqual(readers.map(() => 0));
  });

  it('[N6] applies a stale proposal to the newest value, once, and says nothing of it', async () => {
    const [a, b] = [await server.connectNodecg(), await server.connectNodecg()];
    const [first, second] = [await a.replicant('list', { defaultValue: [] }), await b.replicant('list')];
    // In one turn, so that all but one are stale.
    for (const item of ['1', '2', '3']) first.propose(push(item));
    for (const item of ['4', '5', '6']) second.propose(push(item));
    await expect.poll(() => (second.value as string[]).length).toBe(6);
    await Promise.all([settled(a), settled(b)]);
    expect(new Set(second.value as string[]).size).toBe(6);
    expect(first).toMatchObject({ value: second.value, revision: 6, rejections: [], gaps: 0 });
  });

  it('[N6] never acknowledges success', async () => {
    const client = await server.connectNodecg();
    await client.replicant('score', { defaultValue: { home: 0 } });
    const answers: unknown[] = [];
    client.socket.emit(
      'replicant:proposeOperations',
      { ...key, operations: [update('home', 1)], revision: 0, opts: {} },
      (...answer: unknown[]) => answers.push(answer),
    );
    await expect.poll(async () => (await newest())?.revision).toBe(1);
    await settled(client);
    expect(answers).toEqual([]);
  });

  it('[N6] declares what is proposed for but not declared, after declarations that came before', async () => {
    const client = await server.connectNodecg();
    client.socket.emit('replicant:declare', { ...key, opts: { defaultValue: { home: 7 } } });
    client.socket.emit('replicant:proposeOperations', { ...key, operations: [update('away', 1)], revision: 0, opts: {} });
    await expect.poll(async () => (await newest())?.value).toEqual({ home: 7, away: 1 });
  });

  it.each<[string, object, RegExp]>([
    [
      'breaks the schema',
      { operations: [update('home', 'x')] },
      /^Invalid value rejected for replicant "checked"[^]*home must be number$/,
    ],
    ['has an impossible path', { operations: [{ ...update('a', 1), path: '/no/such' }] }, /^Invalid operation/],
    [
      'was validated by another schema',
      { operations: [update('home', 2)], schemaSum: 'forged' },
      /^Mismatched schema version, assignment rejected$/,
    ],
    ['pollutes prototypes', { operations: [update('__proto__', 1)] }, /__proto__/],
  ])('[N7] refuses a proposal that %s: nothing is applied, and the client gets the state', async (_, proposal, reason) => {
    const [client, other] = [await server.connectNodecg(), await server.connectNodecg()];
    for (const each of [client, other]) await each.replicant('checked', { defaultValue: { home: 1 } });
    const answer = await client.ask('replicant:proposeOperations', {
      ...key,
      name: 'checked',
      revision: 0,
      opts: {},
      ...proposal,
    });
    expect(answer).toEqual([
      expect.stringMatching(reason),
      { value: { home: 1 }, revision: 0, schema: schema.json, schemaSum: 'sum-1' },
    ]);
    await settled(other);
    expect(other.events).toEqual([]);
    expect(await newest('checked')).toMatchObject({ value: { home: 1 }, revision: 0 });
  });

  it('[N7] accepts the schema that counts', async () => {
    const client = await server.connectNodecg();
    const checked = await client.replicant('checked', { defaultValue: { home: 1 } });
    client.socket.emit('replicant:proposeOperations', {
      ...key,
      name: 'checked',
      operations: [update('home', 2)],
      revision: 0,
      schemaSum: 'sum-1',
    });
    await expect.poll(() => checked.value).toEqual({ home: 2 });
  });

  it('[N7] lets nobody write the server’s own replicants', async () => {
    const client = await server.connectNodecg();
    const answer = await client.ask('replicant:proposeOperations', {
      namespace: 'nodecg',
      name: 'bundles',
      operations: [update('a', 1)],
      revision: 0,
    });
    expect(answer[0]).toMatch(/may not change/);
  });

  it('[N8] reads without following, and decides nothing by it', async () => {
    const client = await server.connectNodecg();
    expect(await client.ask('replicant:read', key)).toEqual([null, null]);
    expect(await client.ask('replicant:declare', { ...key, opts: { defaultValue: 5 } })).toMatchObject([null, { value: 5 }]);
    expect(await client.ask('replicant:read', key)).toEqual([null, 5]);
  });

  it.each<[string, Operation, Operation]>([
    [
      'an overwrite below the root',
      { path: '/teams/home', method: 'overwrite', args: { newValue: 'red' } },
      { path: '/teams', method: 'update', args: { prop: 'home', newValue: 'red' } },
    ],
    [
      'a sort with what JSON left of its comparator',
      { path: '/list', method: 'sort', args: { mutatorArgs: [null] } },
      { path: '/list', method: 'sort', args: { mutatorArgs: [] } },
    ],
  ])('[N9] says %s in operations that NodeCG’s clients apply alike', async (_, operation, expected) => {
    const client = await server.connectNodecg();
    const replicant = await client.replicant('score', { defaultValue: { teams: { home: 'blue' }, list: ['b', 'a'] } });
    await server.replicants.propose({ key, operations: [operation], baseRevision: 0, onConflict: 'rebase' }, serverActor);
    await expect.poll(() => replicant.revision).toBe(1);
    expect(client.heard('replicant:operations')).toMatchObject([{ operations: [expected] }]);
    expect(replicant.value).toEqual((await newest())?.value);
  });

  it('[N9] shows a deleted replicant as undefined, and its next life', async () => {
    const client = await server.connectNodecg();
    const replicant = await client.replicant('score', { defaultValue: { home: 1 } });
    await server.replicants.delete(key, serverActor);
    await expect.poll(() => replicant.value).toBeUndefined();
    await server.replicants.declare(key, { defaultValue: { home: 2 } }, serverActor);
    await server.replicants.set(key, { home: 3 }, serverActor);
    await expect.poll(() => replicant.value).toEqual({ home: 3 });
  });
});
