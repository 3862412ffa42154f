import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway } from '../test-gateway.ts';

const key = { namespace: 'quiz', name: 'score' };
const events = [
  'joinRoom',
  'replicant:declare',
  'replicant:proposeOperations',
  'replicant:read',
  'message',
  'graphic:registerSocket',
  'graphic:queryAvailability',
  'graphic:requestBundleRefresh',
  'graphic:requestRefreshAll',
  'graphic:requestRefresh',
  'graphic:requestKill',
];

/** The same numbers in every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

describe('NodeCG’s protocol, with a client that means ill', () => {
  let server: Awaited<ReturnType<typeof startTestGateway>>;

  beforeEach(async () => {
    server = await startTestGateway();
  });
  afterEach(async () => {
    await server.close();
  });

  it.each<[string, unknown, RegExp]>([
    ['replicant:declare', undefined, /^replicant:declare: /],
    ['replicant:declare', { namespace: 'quiz' }, /^replicant:declare: name/],
    ['replicant:declare', { ...key, opts: 7 }, /opts/],
    ['replicant:declare', { ...key, namespace: 'a\u0000b' }, /namespace: must not contain control/],
    ['replicant:proposeOperations', { ...key, operations: 'x', revision: 0 }, /operations/],
    ['replicant:proposeOperations', { ...key, operations: [], revision: 0 }, /operations/],
    [
      'replicant:proposeOperations',
      { ...key, operations: [{ path: 'x', method: 'pop', args: {} }], revision: 0 },
      /operations\[0\]/,
    ],
    ['replicant:proposeOperations', { ...key, operations: [{ path: '/', method: 'eval', args: {} }] }, /operations\[0\]\.method/],
    [
      'replicant:proposeOperations',
      { ...key, operations: Array.from({ length: 1_001 }, () => ({ path: '/', method: 'pop', args: { mutatorArgs: [] } })) },
      /operations/,
    ],
    ['replicant:read', null, /^replicant:read: /],
    ['message', { bundleName: 'quiz' }, /messageName/],
    ['graphic:registerSocket', { bundleName: 'quiz', pathName: 'javascript:alert(1)' }, /pathName/],
    ['graphic:requestRefresh', { socketId: 7 }, /socketId/],
    ['graphic:requestRefreshAll', 'x', /^graphic:requestRefreshAll: /],
    ['constructor', {}, /does not know the event/],
    ['__proto__', {}, /does not know the event/],
  ])('[N14] answers a malformed %s with what is wrong (%#)', async (event, payload, reason) => {
    const client = await server.connectNodecg();
    expect(await client.ask(event, ...(payload === undefined ? [] : [payload]))).toEqual([expect.stringMatching(reason)]);
    expect(await client.ask('joinRoom', 'alive')).toEqual([null, null]);
  });

  it.each([
    ['replicant:declare', (deep: string) => `{"namespace":"quiz","name":"x","opts":{"defaultValue":${deep}}}`],
    ['message', (deep: string) => `{"bundleName":"quiz","messageName":"buzz","content":${deep}}`],
    [
      'replicant:proposeOperations',
      (deep: string) =>
        `{"namespace":"quiz","name":"x","revision":0,"operations":[{"path":"/","method":"overwrite","args":{"newValue":${deep}}}]}`,
    ],
  ])('[N14] refuses a %s nested so deep that nobody could encode it again', async (event, payload) => {
    const [wild, other] = [await server.connectNodecg(), await server.connectNodecg()];
    const value = await other.replicant('x', { defaultValue: 1 });
    const answer = new Promise<string>((resolve) =>
      wild.socket.io.engine.on('packet', ({ data }: { data?: unknown }) => {
        if (String(data).startsWith('37')) resolve(String(data));
      }),
    );
    // emit() would end in a stack overflow here.
    wild.socket.io.engine.write(`27["${event}",${payload('['.repeat(50_000) + ']'.repeat(50_000))}]`);
    expect(await answer).toMatch(/nested/);
    await other.ask('joinRoom', 'settled');
    expect([other.events, value.value]).toEqual([[], 1]);
  });

  it('[N14] cuts off who sends binary data, and nobody else', async () => {
    const [wild, other] = [await server.connectNodecg(), await server.connectNodecg()];
    const ended = new Promise((resolve) => wild.socket.once('disconnect', resolve));
    wild.socket.emit('message', { bundleName: 'quiz', messageName: 'buzz', content: Buffer.alloc(10) });
    await ended;
    expect(await other.ask('joinRoom', 'alive')).toEqual([null, null]);
    expect(other.events).toEqual([]);
  });

  it('[N14] lets a connection in once, however often one payload asks', async () => {
    const handshake = await (await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`)).text();
    const { sid } = JSON.parse(handshake.slice(1)) as { sid: string };
    const address = `${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    await fetch(address, { method: 'POST', body: Array.from({ length: 20 }, () => '40').join('\u001e') });
    let heard = '';
    await expect.poll(async () => (heard += await (await fetch(address)).text()).split('44{').length).toBe(20);
    expect(heard.split('40{').length).toBe(2);
  });

  it(
    '[N14] survives 3,000 frames of nonsense: no crash, no pollution, and others notice nothing',
    { timeout: 60_000 },
    async () => {
      const [wild, other] = [await server.connectNodecg(), await server.connectNodecg()];
      const score = await other.replicant('calm', { defaultValue: { home: 0 } });
      const random = createRandom(20_261_126);
      const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;
      const scalars = [
        null,
        undefined,
        true,
        -1,
        1e308,
        NaN,
        '',
        '/',
        '__proto__',
        'constructor',
        'x'.repeat(5_000),
        '\ud800',
        '\u0000',
        'quiz',
        'score',
      ];
      const fields = [
        'namespace',
        'name',
        'operations',
        'opts',
        'revision',
        'schemaSum',
        'path',
        'method',
        'args',
        'prop',
        'newValue',
        'mutatorArgs',
      ];
      const more = [
        'defaultValue',
        'bundleName',
        'messageName',
        'content',
        'pathName',
        'socketId',
        'url',
        '__proto__',
        'constructor',
        'toString',
      ];
      const methods = [
        'overwrite',
        'add',
        'update',
        'delete',
        'push',
        'splice',
        'sort',
        'fill',
        'copyWithin',
        'increment',
        'removeWhere',
        'eval',
      ];
      const nonsense = (depth: number): unknown => {
        const kind = random(depth > 0 ? 4 : 1);
        if (kind === 0) return pick(scalars);
        if (kind === 1) return Array.from({ length: random(6) }, () => nonsense(depth - 1));
        return Object.fromEntries(Array.from({ length: random(6) }, () => [pick([...fields, ...more]), nonsense(depth - 1)]));
      };
      const path = () =>
        pick(['/', '/a', '/a/b', '//', '/~1', '/__proto__', '/constructor/prototype', `/${'a/'.repeat(200)}`, '/0', '/-1']);
      const operation = () => ({
        path: path(),
        method: pick(methods),
        args: {
          prop: pick(['a', '0', 'length', '__proto__', 'toString']),
          newValue: nonsense(2),
          mutatorArgs: [nonsense(2), random(20)],
        },
      });
      const plausible = () => ({
        namespace: 'quiz',
        name: pick(['score', 'list', 'a']),
        revision: random(9),
        operations: Array.from({ length: random(4) }, operation),
        opts: { defaultValue: nonsense(3) },
      });
      for (let frame = 0; frame < 3_000; frame++) {
        const args = Array.from({ length: 1 + random(2) }, () => (random(2) ? plausible() : nonsense(4)));
        if (random(3) === 0) args.push(() => undefined);
        wild.socket.emit(pick([...events, 'unknown', 'error']), ...args);
        if (frame % 500 === 0) await wild.ask('joinRoom', `replicant:quiz:${pick(['score', 'list', 'a'])}`);
      }
      expect(await wild.ask('joinRoom', 'alive')).toEqual([null, null]);
      expect(({} as Record<string, unknown>)['a'] ?? ([] as unknown as Record<string, unknown>)['newValue']).toBeUndefined();
      score.propose({ path: '/', method: 'update', args: { prop: 'home', newValue: 1 } });
      await expect.poll(() => score).toMatchObject({ value: { home: 1 }, gaps: 0, rejections: [] });
    },
  );
});
