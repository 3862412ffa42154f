import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GrantRule } from '#contract/access';
import { protocolVersion } from '#contract/protocol';
import type { RequestInput, RequestName } from '#contract/wire';
import { byServer } from '#services/identity/test-identity';
import { socketKeyCookie } from '../http/keys/key-cookies.ts';
import { shownBy } from './entry/handshake.ts';
import { nodecgEvents, requestRules, type NodecgEvent } from './entry/rules.ts';
import { graphicUrl, outcomeOf, otherUrl, startGuardedGateway, type GuardedGateway } from './testing/guarded-gateway.ts';

type Someone = { credentials: object };
const bundleKey = (level: 'read' | 'write'): GrantRule[] => [{ kind: 'bundle', pattern: 'quiz', level }];
const graphicKey = (level: 'read' | 'write'): GrantRule[] => [{ kind: 'graphic', pattern: graphicUrl, level }];

let server: GuardedGateway;
let who: Record<string, Someone>;

beforeAll(async () => {
  server = await startGuardedGateway();
  const revoked = await server.session('gone', { role: 'ADMIN' });
  await server.people.identity.revokeSessions({ sessionId: revoked.sessionId }, byServer);
  const ended = await server.key('write', bundleKey('write'));
  await server.people.identity.revokeKey({ keyId: ended.keyId }, byServer);
  who = {
    nobody: { credentials: {} },
    VIEWER: await server.session('vera', { role: 'VIEWER' }),
    OPERATOR: await server.session('otto', { role: 'OPERATOR' }),
    ADMIN: await server.session('ada', { role: 'ADMIN' }),
    guest: await server.session('gus', { role: 'OPERATOR', reach: 'granted', grants: bundleKey('read') }),
    'read token': await server.key('read', bundleKey('read')),
    'write token': await server.key('write', bundleKey('write')),
    'graphics key': await server.key('read', graphicKey('read')),
    'expired key': ended,
    'revoked session': revoked,
    'wrong token': { credentials: { token: 'ncg_wrong' } },
  };
  for (const [namespace, name] of [
    ['quiz', 'score'],
    ['quiz', 'jury'],
    ['vault', 'secret'],
    ['poll', 'votes'],
  ] as const)
    await server.replicants.declareMany(
      [{ key: { namespace, name }, options: { defaultValue: { n: 1 } } }],
      byServer.asker.actor,
    );
});
afterAll(() => server.close());

describe('namespaces', () => {
  const entrances: Record<string, Record<'/dashboard' | '/graphics' | '/extension', string>> = {
    nobody: { '/dashboard': 'signed-out', '/graphics': 'signed-out', '/extension': 'signed-out' },
    VIEWER: { '/dashboard': 'in', '/graphics': 'in', '/extension': 'forbidden' },
    OPERATOR: { '/dashboard': 'in', '/graphics': 'in', '/extension': 'forbidden' },
    ADMIN: { '/dashboard': 'in', '/graphics': 'in', '/extension': 'forbidden' },
    guest: { '/dashboard': 'in', '/graphics': 'in', '/extension': 'forbidden' },
    'read token': { '/dashboard': 'forbidden', '/graphics': 'in', '/extension': 'forbidden' },
    'write token': { '/dashboard': 'forbidden', '/graphics': 'in', '/extension': 'in' },
    'graphics key': { '/dashboard': 'forbidden', '/graphics': 'in', '/extension': 'forbidden' },
    'expired key': { '/dashboard': 'signed-out', '/graphics': 'signed-out', '/extension': 'signed-out' },
    'revoked session': { '/dashboard': 'signed-out', '/graphics': 'signed-out', '/extension': 'signed-out' },
    'wrong token': { '/dashboard': 'signed-out', '/graphics': 'signed-out', '/extension': 'signed-out' },
  };
  it.each(Object.entries(entrances))('[G24] lets %s in where a rule allows it, and nowhere else', async (name, expected) => {
    const outcomes: Record<string, string> = {};
    for (const namespace of Object.keys(expected) as (keyof typeof expected)[])
      outcomes[namespace] = await outcomeOf(server.enter(namespace, who[name]?.credentials));
    expect(outcomes).toEqual(expected);
  });

  it('[G24] a key for one graphic opens no other, and no bundle by calling itself another', async () => {
    const key = who['graphics key']?.credentials;
    const page = (bundle: string, url: string) => ({ kind: 'graphic', bundle, url });
    expect(await outcomeOf(server.enter('/graphics', key, page('quiz', otherUrl)))).toBe('forbidden');
    expect(await outcomeOf(server.enter('/graphics', key, page('vault', graphicUrl)))).toBe('invalid-request');
    expect(
      await outcomeOf(server.enter('/graphics', key, page('quiz', '/bundles/quiz/graphics/../graphics/names.html'))),
    ).not.toBe('in');
    expect(await outcomeOf(server.enter('/graphics', key, { kind: 'dashboard' }))).toBe('invalid-request');
  });

  it('[G24] another site’s page stays out, whatever it shows', async () => {
    const { credentials } = who['ADMIN'] as Someone;
    const auth = { protocol: protocolVersion, page: { kind: 'dashboard' }, ...credentials };
    await expect(server.connect({ auth, extraHeaders: { origin: 'https://evil.example' } })).rejects.toThrow();
  });
});

/** A payload for every request: a request without one doesn't compile. */
const payloads: { [N in RequestName]: RequestInput<N> } = {
  subscribe: { items: [{ namespace: 'quiz', name: 'score' }] },
  unsubscribe: { channels: [] },
  propose: {
    namespace: 'quiz',
    name: 'score',
    operations: [{ path: '/', method: 'update', args: { prop: 'n', newValue: 2 } }],
    baseRevision: 0,
  },
  history: { namespace: 'quiz', name: 'score' },
  restore: { namespace: 'quiz', name: 'score', revision: 99 },
  undo: { namespace: 'quiz', name: 'score' },
  redo: { namespace: 'quiz', name: 'score' },
  timer: { namespace: 'quiz', name: 'score', command: { type: 'stop' } as never },
  read: { namespace: 'quiz', name: 'score' },
  listen: { items: [{ bundle: 'quiz', name: 'go' }] },
  unlisten: { items: [] },
  message: { bundle: 'quiz', name: 'go' },
  reply: { replyId: 'x' },
  'graphic.report': { onAir: true },
  'graphic.command': { command: 'reload', bundle: 'quiz' },
  ping: {},
};
const writes: RequestName[] = ['propose', 'restore', 'undo', 'redo', 'message', 'graphic.command'];

describe('requests', () => {
  it.each(['VIEWER', 'guest'])('[G25] refuses %s every request that steers, and nothing else', async (name) => {
    const client = await server.enter('/dashboard', who[name]?.credentials);
    for (const event of Object.keys(requestRules) as RequestName[]) {
      if (event === 'timer' || event === 'reply' || event === 'graphic.report') continue;
      const reply = await client.raw(event, payloads[event]);
      expect([event, reply.error?.code === 'forbidden']).toEqual([event, writes.includes(event)]);
    }
  });

  it.each(['OPERATOR', 'ADMIN'])('[G25] lets %s steer', async (name) => {
    const client = await server.enter('/dashboard', who[name]?.credentials);
    for (const event of writes) expect((await client.raw(event, payloads[event])).error?.code).not.toBe('forbidden');
  });

  it('[G26] refuses of a subscription what is hidden, alone, and says nothing about whether it exists', async () => {
    const client = await server.enter('/dashboard', who['OPERATOR']?.credentials);
    const reply = await client.request('subscribe', {
      items: [
        { namespace: 'vault', name: 'secret' },
        { namespace: 'quiz', name: 'score' },
        { namespace: 'vault', name: 'nothing' },
        { namespace: 'quiz', name: 'jury' },
      ],
    });
    const items = reply.ok ? reply.value.items : [];
    expect(items[0]).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(items[1]).toMatchObject({
      ok: true,
      value: { state: { kind: 'snapshot', value: { n: expect.anything() as number } } },
    });
    expect(items[2]).toEqual(items[0]);
    expect(items[3]).toEqual(items[0]);
    expect(await client.raw('read', { namespace: 'vault', name: 'secret' })).toEqual(
      await client.raw('read', { namespace: 'vault', name: 'nothing' }),
    );
  });

  it('[G26] a reader sees what is there and decides nothing', async () => {
    const client = await server.enter('/dashboard', who['VIEWER']?.credentials);
    const declare = { defaultValue: 'mine', persistent: false };
    await client.request('subscribe', { items: [{ namespace: 'quiz', name: 'later', declare }] });
    const key = { namespace: 'quiz', name: 'later' };
    const [declared] = await server.replicants.declareMany([{ key, options: { defaultValue: 'first' } }], byServer.asker.actor);
    expect(declared).toMatchObject({ ok: true, value: { snapshot: { value: 'first' }, persistent: true } });
  });

  it('[G27] messages and changes of what one may not see don’t arrive', async () => {
    const [operator, admin] = await Promise.all([
      server.enter('/dashboard', who['OPERATOR']?.credentials),
      server.enter('/dashboard', who['ADMIN']?.credentials),
    ]);
    const items = [
      { bundle: 'vault', name: 'open' },
      { bundle: 'quiz', name: 'open' },
    ];
    expect(await operator.raw('listen', { items })).toMatchObject({ error: { code: 'forbidden' } });
    await admin.request('listen', { items });
    for (const { bundle, name } of items)
      await server.messages.send({ bundle, name, content: 1 }, { actor: byServer.asker.actor }, { expectReply: false });
    server.bus.publish({ type: 'bundle.changed', change: { bundle: 'vault', kind: 'config' } });
    server.bus.publish({ type: 'bundle.changed', change: { bundle: 'quiz', kind: 'config' } });
    await expect.poll(() => admin.items().length).toBe(4);
    await operator.request('ping', {});
    expect(operator.items().map((item) => [item[0], item[0] === 'm' ? item[1] : (item[1] as { bundle: string }).bundle])).toEqual(
      [
        ['m', 'quiz'],
        ['b', 'quiz'],
      ],
    );
  });
});

describe('keys', () => {
  it('[G28] a graphics key that reads follows its bundle’s replicants and changes none', async () => {
    const client = await server.enter('/graphics', who['graphics key']?.credentials);
    expect(client.welcome.actor).toMatchObject({ kind: 'graphic', id: 'quiz', role: 'VIEWER' });
    const reply = await client.request('subscribe', {
      items: [
        { namespace: 'quiz', name: 'score' },
        { namespace: 'poll', name: 'votes' },
        { namespace: 'quiz', name: 'jury' },
        { namespace: 'nodecg', name: 'layout:ada' },
      ],
    });
    const oks = reply.ok ? reply.value.items.map(({ ok }) => ok) : [];
    expect(oks).toEqual([true, false, false, false]);
    expect(await client.raw('propose', payloads.propose)).toMatchObject({ error: { code: 'forbidden' } });
    expect(await client.raw('message', payloads.message)).toMatchObject({ error: { code: 'forbidden' } });
    expect(await client.raw('history', payloads.history)).toMatchObject({ error: { code: 'forbidden' } });
  });

  it('[G28] a remote extension does what its token was granted: it writes and answers for its bundle, and for no other', async () => {
    const extension = await server.enter('/extension', who['write token']?.credentials);
    expect(extension.welcome.actor).toMatchObject({ kind: 'extension', id: 'quiz' });
    expect(await extension.raw('propose', payloads.propose)).toMatchObject({ ok: true });
    expect(await extension.raw('propose', { ...payloads.propose, namespace: 'poll', name: 'votes' })).toMatchObject({
      error: { code: 'forbidden' },
    });
    await extension.request('listen', { items: [{ bundle: 'quiz', name: 'ask' }] });
    extension.socket.on('frame', (items: unknown[][]) => {
      for (const item of items) if (item[0] === 'm') extension.socket.emit('reply', { replyId: item[4], value: 42 });
    });
    const operator = await server.enter('/dashboard', who['OPERATOR']?.credentials);
    expect(await operator.request('message', { bundle: 'quiz', name: 'ask', expectReply: true })).toEqual({
      ok: true,
      value: { value: 42 },
    });
  });
});

describe('NodeCG’s clients', () => {
  const tokenOf = (name: string) => ({ query: { token: (who[name] as unknown as { secret: string }).secret } });

  it('[C100] a bad token is refused with "no credentials found", none with "no token provided"', async () => {
    await expect(server.connectNodecg({ query: { token: 'bad' } })).rejects.toMatchObject({
      message: 'no credentials found',
      data: { code: 'credentials_required', type: 'UnauthorizedError' },
    });
    await expect(server.connectNodecg()).rejects.toMatchObject({ message: 'no token provided', data: { code: 'invalid_token' } });
    await expect(server.connectNodecg(tokenOf('expired key'))).rejects.toThrow('no credentials found');
    expect(shownBy({ headers: {}, auth: {}, query: { token: ['a', 'b'] } }).given).toBe('several');
  });

  it('[N16] every event of a token that reads is refused where it steers or goes beyond its bundle', async () => {
    const client = await server.connectNodecg(tokenOf('read token'));
    const [, opened] = await client.ask('graphic:registerSocket', {
      bundleName: 'vault',
      pathName: '/bundles/vault/graphics/score.html',
    });
    expect(opened).toBe(false);
    const asked: Partial<Record<NodecgEvent, unknown>> = {
      joinRoom: 'replicant:vault:secret',
      'replicant:declare': { namespace: 'vault', name: 'secret' },
      'replicant:read': { namespace: 'vault', name: 'secret' },
      'replicant:proposeOperations': { ...payloads.propose, revision: 0 },
      message: { bundleName: 'quiz', messageName: 'go' },
      'graphic:requestBundleRefresh': 'quiz',
      'graphic:requestRefreshAll': { url: graphicUrl },
      'graphic:requestRefresh': { socketId: 'x' },
      'graphic:requestKill': { socketId: 'x' },
    };
    for (const [event, payload] of Object.entries(asked)) {
      const [error] = await client.ask(event, payload);
      expect([event, error]).toEqual([event, expect.stringContaining('You may not')]);
    }
    expect(Object.keys(nodecgEvents)).toEqual(expect.arrayContaining(Object.keys(asked)));
    const score = await client.replicant('score');
    expect(score.value).toMatchObject({ n: expect.anything() as number });
  });

  it('[U.token-revocation] [N17] a token that is renewed ends for everybody else, who hears why, and goes on for who asked', async () => {
    const token = await server.key('write', bundleKey('write'));
    const [asker, other] = await Promise.all([
      server.connectNodecg({ query: { token: token.secret } }),
      server.connectNodecg({ query: { token: token.secret } }),
    ]);
    const [error, renewed] = await asker.ask('regenerateToken');
    expect(error).toBeNull();
    await expect
      .poll(() => other.heard('protocol_error'))
      .toEqual([{ message: 'This token has been invalidated', code: 'token_invalidated', type: 'UnauthorizedError' }]);
    await expect.poll(() => other.socket.connected).toBe(false);
    expect(asker.socket.connected).toBe(true);
    await expect(server.connectNodecg({ query: { token: token.secret } })).rejects.toThrow('no credentials found');
    await server.connectNodecg({ query: { token: renewed as string } });
  });

  it('[N17] however often it is asked at once, one token comes of one; and no script gets a graphic’s key out of its cookie', async () => {
    const token = await server.key('write', bundleKey('write'));
    const client = await server.connectNodecg({ query: { token: token.secret } });
    const asked = await Promise.all(Array.from({ length: 5 }, () => client.ask('regenerateToken')));
    expect(asked.filter(([error]) => error === null)).toHaveLength(1);
    const key = await server.key('read', [{ kind: 'graphic', pattern: graphicUrl, level: 'read' }]);
    const cookie = `${socketKeyCookie(graphicUrl)}=${key.secret}`;
    const graphic = await server.connect({
      namespace: '/graphics',
      extraHeaders: { cookie },
      auth: { protocol: protocolVersion, page: { kind: 'graphic', bundle: 'quiz', url: graphicUrl } },
    });
    const script = graphic.socket.io.socket('/');
    await new Promise<void>((resolve, reject) => script.once('connect', resolve).once('connect_error', reject));
    const answer = await new Promise((resolve) => script.emit('regenerateToken', (...args: unknown[]) => resolve(args)));
    expect(answer).toEqual([expect.stringContaining('keys page')]);
    await server.enter('/graphics', key.credentials);
  });
});
