import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyOperations } from '#contract/apply-operations';
import { limits } from '#contract/limits';
import { protocolVersion } from '#contract/protocol';
import type { FrameItem } from '#contract/wire';
import { follow, startTestGateway } from './test-gateway.ts';

type TestGateway = Awaited<ReturnType<typeof startTestGateway>>;
const increment = (value: number, origin?: string) => ({
  namespace: 'quiz',
  name: 'score',
  operations: [{ path: '/', method: 'update' as const, args: { prop: 'home', newValue: value } }],
  baseRevision: 0,
  durable: false,
  ...(origin ? { origin } : {}),
});

describe('gateway', () => {
  let server: TestGateway;

  beforeEach(async () => {
    server = await startTestGateway();
  });
  afterEach(async () => {
    await server.close();
  });

  const connect = (options?: Parameters<typeof server.connect>[0]) => server.connect(options);
  const graphic = (page: object = {}) =>
    connect({
      namespace: '/graphics',
      page: { kind: 'graphic', bundle: 'quiz', url: '/bundles/quiz/graphics/a.html', version: '1.0.0', loadedAt: 1, ...page },
    });

  it('[G1] refuses another protocol version and says to reload', async () => {
    const refused = connect({ auth: { protocol: protocolVersion + 1, page: { kind: 'dashboard' } } });
    await expect(refused).rejects.toMatchObject({
      message: expect.stringContaining('Reload the page') as string,
      data: { code: 'protocol-mismatch' },
    });
  });

  it.each([
    ['no handshake', {}],
    ['no page', { protocol: protocolVersion }],
    ['an unknown page', { protocol: protocolVersion, page: { kind: 'toaster' } }],
  ])('[G1] refuses %s and names the field', async (_, auth) => {
    await expect(connect({ auth })).rejects.toMatchObject({
      message: expect.stringMatching(/^handshake: (protocol|page)/) as string,
      data: { code: 'invalid-request' },
    });
  });

  it.each([
    ['a foreign origin over WebSocket', { transports: ['websocket'], extraHeaders: { origin: 'https://evil.example.com' } }],
    ['a foreign origin over polling', { transports: ['polling'], extraHeaders: { origin: 'https://evil.example.com' } }],
    ['an opaque origin', { extraHeaders: { origin: 'null' } }],
    ['another port of this computer', { extraHeaders: { origin: 'http://127.0.0.1:1' } }],
    ['a foreign host', { extraHeaders: { host: 'evil.example.com' } }],
    ['a foreign host with its own origin', { extraHeaders: { host: 'evil.example.com', origin: 'http://evil.example.com' } }],
  ])('[G2] refuses %s', async (_, options) => {
    await expect(connect(options)).rejects.toBeInstanceOf(Error);
  });

  it('[G2] accepts its own origin, no origin, and both transports', async () => {
    await connect({ extraHeaders: { origin: server.url } });
    await connect({ transports: ['polling'] });
    await connect({ extraHeaders: { host: `localhost:${server.port}`, origin: `http://localhost:${server.port}` } });
  });

  it('[G2] accepts ALLOWED_ORIGINS', async () => {
    await server.close();
    server = await startTestGateway({ allowedOrigins: ['https://show.example.com'] });
    await connect({ extraHeaders: { origin: 'https://show.example.com' } });
    await connect({ extraHeaders: { host: 'show.example.com' } });
  });

  it.each(['/extension', '/other'])('[G3] lets nobody into %s', async (namespace) => {
    await expect(connect({ namespace })).rejects.toBeInstanceOf(Error);
  });

  it('[G4] welcomes with the server run and who the client is', async () => {
    const { welcome } = await connect();
    expect(welcome).toMatchObject({
      protocol: protocolVersion,
      epoch: 'run-1',
      actor: { kind: 'user', id: 'local', role: 'ADMIN' },
    });
    expect((await graphic()).welcome.actor).toEqual({ kind: 'graphic', id: 'quiz', role: 'OPERATOR' });
  });

  it('[G5] starts many replicants in one round trip, each with its own result', async () => {
    const client = await connect();
    const items = ['a', 'b', 'c'].map((name) => ({ namespace: 'quiz', name, declare: { defaultValue: name } }));
    const reply = await client.request('subscribe', { items });
    expect(reply).toMatchObject({
      ok: true,
      value: { items: items.map(({ name }) => ({ ok: true, value: { state: { kind: 'snapshot', value: name } } })) },
    });
  });

  it('[G6] loses no change between the snapshot and what follows, however they interleave', async () => {
    const writer = await connect();
    await follow(writer, 'score', { defaultValue: { home: 0 } });
    let next = 0;
    const writing = Promise.all(Array.from({ length: 300 }, () => writer.request('propose', increment(++next))));
    const readers = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const reader = await connect();
        const reply = await reader.request('subscribe', { items: [{ namespace: 'quiz', name: 'score' }] });
        return { reader, start: reply.ok && reply.value.items[0]?.ok ? reply.value.items[0].value.state : undefined };
      }),
    );
    await writing;
    const newest = await server.replicants.read({ namespace: 'quiz', name: 'score' });
    for (const { reader, start } of readers) {
      if (start?.kind !== 'snapshot') throw new Error('expected a snapshot');
      await expect.poll(() => replay(start, reader.items())).toEqual({ revision: newest?.revision, value: newest?.value });
    }
  });

  it('[G7] resumes from what the client has', async () => {
    const client = await connect();
    await follow(client, 'score', { defaultValue: { home: 0, filler: 'x'.repeat(2_000) } });
    const have = await server.replicants.read({ namespace: 'quiz', name: 'score' });
    if (!have) throw new Error('not declared');
    const resume = async (position: { revision: number; stamp: string }) => {
      const back = await connect();
      const reply = await back.request('subscribe', { items: [{ namespace: 'quiz', name: 'score', have: position }] });
      return reply.ok && reply.value.items[0]?.ok ? reply.value.items[0].value.state : undefined;
    };
    expect(await resume(have)).toEqual({ kind: 'unchanged' });
    await client.request('propose', increment(5));
    expect(await resume(have)).toMatchObject({ kind: 'operations', changes: [{ revision: have.revision + 1 }] });
    expect(await resume({ revision: 7_000, stamp: 'unheard of' })).toMatchObject({ kind: 'snapshot', value: { home: 5 } });
  });

  it('[G8] stops after unsubscribe, and forgets a client that left', async () => {
    const [client, other] = [await connect(), await connect()];
    const channel = await follow(client, 'score', { defaultValue: { home: 0 } });
    await client.request('unsubscribe', { channels: [channel, 999] });
    await follow(other, 'score');
    await other.request('propose', increment(1));
    await expect.poll(() => other.items().length).toBe(1);
    await client.request('ping', {});
    expect(client.items()).toEqual([]);
    expect(await follow(client, 'score')).toBe(channel + 1);
  });

  it('[G9] gathers what one turn brought into one frame', async () => {
    const [writer, reader] = [await connect(), await connect()];
    const channel = await follow(reader, 'score', { defaultValue: { home: 0 } });
    const before = (await server.replicants.read({ namespace: 'quiz', name: 'score' }))?.revision ?? 0;
    for (const home of [1, 2, 3])
      server.bus.publish({
        type: 'replicant.changed',
        key: { namespace: 'quiz', name: 'score' },
        revision: before + home,
        stamp: 'run-1',
        operations: increment(home).operations,
        actor: writer.welcome.actor,
      });
    await expect.poll(() => reader.frames.length).toBe(1);
    expect(reader.frames[0]?.map(([kind, id, revision]) => [kind, id, revision])).toEqual(
      [1, 2, 3].map((step) => ['r', channel, before + step]),
    );
  });

  it('[G9] tells everybody who follows, the writer too, with its origin', async () => {
    const [writer, reader] = [await connect(), await graphic()];
    const channel = await follow(writer, 'score', { defaultValue: { home: 0 } });
    await follow(reader, 'score');
    const reply = await writer.request('propose', increment(4, 'mine'));
    const revision = reply.ok ? reply.value.revision : -1;
    for (const client of [writer, reader])
      await expect.poll(() => client.items()).toEqual([['r', channel, revision, increment(4).operations, 'mine']]);
  });

  it.each<[string, unknown, RegExp]>([
    ['subscribe', undefined, /^subscribe: items/],
    ['subscribe', { items: [{ namespace: 'quiz' }] }, /^subscribe: items\[0\]\.name/],
    ['subscribe', { items: [{ namespace: 'qu\u0000iz', name: 'x' }] }, /items\[0\]\.namespace: must not contain control/],
    ['propose', 'text', /^propose/],
    ['propose', { ...increment(1), operations: [{ path: 'no slash', method: 'overwrite', args: {} }] }, /operations\[0\]\.path/],
    ['propose', { ...increment(1), baseRevision: -1 }, /baseRevision/],
    ['propose', { ...increment(1), operations: [] }, /operations/],
    ['message', { bundle: '', name: 'x' }, /bundle/],
    ['unsubscribe', { channels: ['a'] }, /channels\[0\]/],
    ['ping', 5, /^ping/],
  ])('[G13] answers a malformed %s with the field (%#)', async (event, payload, message) => {
    const client = await connect();
    const reply = await client.raw(event, payload);
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'invalid-request', message: expect.stringMatching(message) as string },
    });
    expect(await client.request('ping', {})).toMatchObject({ ok: true });
  });

  it.each(['constructor', '__proto__', 'toString', 'replicant:declare', ''])(
    '[G13] does not know the request "%s"',
    async (event) => {
      const client = await connect();
      expect(await client.raw(event, {})).toMatchObject({ ok: false, error: { code: 'unknown-request' } });
    },
  );

  it('[G13] survives requests without an answer, and packets that are not of Socket.IO', async () => {
    const [wild, other] = [await connect(), await connect()];
    wild.socket.emit('propose', null);
    wild.socket.emit(
      'subscribe',
      () => {},
      () => {},
      'x',
    );
    wild.socket.emit('message', Buffer.from([1, 2, 3]));
    wild.socket.io.engine.write('2/dashboard,["unclosed');
    wild.socket.io.engine.write('59/dashboard,["propose",{"_placeholder":true,"num":99}]');
    expect(await other.request('ping', {})).toMatchObject({ ok: true });
    await expect.poll(() => wild.socket.connected).toBe(false);
    expect(await other.request('ping', {})).toMatchObject({ ok: true });
  });

  it('[G14] holds the limits of a connection', async () => {
    const client = await connect();
    const listen = (from: number, count: number) =>
      client.request('listen', {
        items: Array.from({ length: count }, (_, index) => ({ bundle: 'quiz', name: `m${from + index}` })),
      });
    expect(await listen(0, limits.listenersPerSocket)).toMatchObject({ ok: true });
    expect(await listen(limits.listenersPerSocket, 1)).toMatchObject({ ok: false, error: { code: 'too-many' } });
  });

  it('[G15] lets each kind of page do only its own', async () => {
    const [dashboard, page] = [await connect(), await graphic()];
    expect(await dashboard.request('reply', { replyId: 'x' })).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await dashboard.request('graphic.report', { onAir: true })).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await page.request('graphic.command', { command: 'kill' })).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    const reserved = { namespace: 'nodecg', name: 'bundles', operations: increment(1).operations, baseRevision: 0 };
    expect(await dashboard.request('propose', reserved)).toMatchObject({ ok: false });
  });

  it('[G16] hands messages to listeners but the sender', async () => {
    const [sender, listener] = [await connect(), await graphic()];
    for (const client of [sender, listener]) await client.request('listen', { items: [{ bundle: 'quiz', name: 'buzz' }] });
    expect(await sender.request('message', { bundle: 'quiz', name: 'buzz', content: { team: 'red' } })).toEqual({
      ok: true,
      value: {},
    });
    await expect.poll(() => listener.items()).toEqual([['m', 'quiz', 'buzz', { team: 'red' }]]);
    expect(sender.items()).toEqual([]);
    await listener.request('unlisten', { items: [{ bundle: 'quiz', name: 'buzz' }] });
    expect(await sender.request('message', { bundle: 'quiz', name: 'buzz', expectReply: true })).toMatchObject({
      ok: false,
      error: { code: 'no-listener' },
    });
  });

  it('[G17] lists open graphics, not previews, and commands those that are named', async () => {
    const [dashboard, a, b, preview] = [
      await connect(),
      await graphic(),
      await graphic({ url: '/bundles/quiz/graphics/b.html' }),
      await graphic({ preview: true }),
    ];
    expect(server.graphics.list().map(({ url }) => url)).toEqual([
      '/bundles/quiz/graphics/a.html',
      '/bundles/quiz/graphics/b.html',
    ]);
    const command = { command: 'reload' as const, url: '/bundles/quiz/graphics/a.html' };
    expect(await dashboard.request('graphic.command', command)).toEqual({ ok: true, value: { reached: 1 } });
    await expect.poll(() => a.items()).toEqual([['g', command]]);
    await b.request('ping', {});
    expect([...b.items(), ...preview.items()]).toEqual([]);
    a.close();
    await expect.poll(() => server.graphics.list().length).toBe(1);
  });

  it('[G17] welcomes a second page of a single instance as busy, never one that was on air before', async () => {
    await server.close();
    server = await startTestGateway({ singleInstances: ['/bundles/quiz/graphics/a.html'] });
    const [first, second, preview, back] = [
      await graphic(),
      await graphic(),
      await graphic({ preview: true }),
      await graphic({ wasOpen: true }),
    ];
    expect([first, second, preview, back].map(({ welcome }) => welcome.busy)).toEqual([undefined, true, undefined, undefined]);
    expect(server.graphics.list()).toHaveLength(2);
  });
});

/** What a client shows that started from `start` and heard `items`; undefined where a revision is missing. */
function replay(start: { revision: number; value?: unknown }, items: FrameItem[]) {
  let state = { revision: start.revision, value: start.value as never };
  for (const item of items) {
    if (item[0] === 's') state = { revision: item[2].revision, value: item[2].value as never };
    if (item[0] !== 'r' || item[2] <= state.revision) continue;
    if (item[2] !== state.revision + 1) return undefined;
    const applied = applyOperations(state.value, item[3]);
    if (!applied.ok) return undefined;
    state = { revision: item[2], value: applied.value as never };
  }
  return { revision: state.revision, value: state.value };
}
