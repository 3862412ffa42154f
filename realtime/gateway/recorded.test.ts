import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { GrantRule } from '#contract/access';
import { byServer } from '#services/identity/test-identity';
import { graphicUrl, outcomeOf, startGuardedGateway, type GuardedGateway } from './testing/guarded-gateway.ts';

const score = { namespace: 'quiz', name: 'score' };
const secret = { namespace: 'vault', name: 'secret' };
let server: GuardedGateway;

beforeAll(async () => {
  server = await startGuardedGateway();
  for (const key of [score, secret])
    await server.replicants.declareMany([{ key, options: { defaultValue: 1 } }], byServer.asker.actor);
});
beforeEach(() => void server.recorded().splice(0));
afterAll(() => server.close());

const overwrite = (newValue: number) => [{ path: '/', method: 'overwrite' as const, args: { newValue } }];

it('[AU7] what a keyed graphic and a remote extension write is written down as the key’s', async () => {
  const grants: Record<'/graphics' | '/extension', GrantRule> = {
    '/graphics': { kind: 'graphic', pattern: graphicUrl, level: 'write' },
    '/extension': { kind: 'bundle', pattern: 'quiz', level: 'write' },
  };
  for (const namespace of ['/graphics', '/extension'] as const) {
    const { credentials } = await server.key('write', [grants[namespace]]);
    const client = await server.enter(namespace, credentials);
    expect(await client.request('propose', { ...score, operations: overwrite(5), baseRevision: 0 })).toMatchObject({ ok: true });
    expect(server.recorded().splice(0)).toMatchObject([
      { actor: { kind: 'key', id: 'key' }, action: 'replicant.write', target: 'replicant:quiz:score', after: 5 },
    ]);
  }
});

it('[AU7] what a graphic writes that a person has opened isn’t written down', async () => {
  const { credentials } = await server.session('otto', { role: 'OPERATOR' });
  const client = await server.enter('/graphics', credentials);
  expect(await client.request('propose', { ...score, operations: overwrite(6), baseRevision: 0 })).toMatchObject({ ok: true });
  expect(server.recorded()).toEqual([]);
});

it('[AU6] NodeCG’s events that are refused are noted, whether or not they ask for an answer', async () => {
  const { secret: token } = await server.key('read', [{ kind: 'bundle', pattern: 'quiz', level: 'read' }]);
  const client = await server.connectNodecg({ query: { token } });
  const events: [string, unknown][] = [
    ['message', { bundleName: 'quiz', messageName: 'cue', content: 1 }],
    ['replicant:proposeOperations', { ...score, operations: overwrite(9), revision: 0 }],
    ['replicant:read', secret],
    ['replicant:declare', { ...secret, opts: {} }],
    ['joinRoom', 'replicant:vault:secret'],
    ['graphic:requestBundleRefresh', 'quiz'],
  ];
  for (const [event, payload] of events) client.socket.emit(event, payload);
  await expect.poll(() => server.recorded().length).toBe(events.length);
  const asked = server.recorded().map(({ after }) => (after as { asked: string }).asked);
  expect(asked.sort()).toEqual(events.map(([event]) => event).sort());
  expect(server.recorded()[0]).toMatchObject({ actor: { kind: 'key', id: 'key' }, result: 'refused' });
});

it('[AU6] handshakes that are refused are noted: by whom, if that is known, into what', async () => {
  const { credentials } = await server.session('vera', { role: 'VIEWER' });
  expect(await outcomeOf(server.enter('/extension', credentials))).toBe('forbidden');
  expect(await outcomeOf(server.enter('/dashboard', { token: 'ncg_wrong' }))).toBe('signed-out');
  await expect(server.connect({ extraHeaders: { origin: 'https://evil.example' } })).rejects.toThrow();
  expect(server.recorded()).toMatchObject([
    { actor: { kind: 'user', id: 'vera' }, action: 'access.refuse', target: 'socket:/extension', result: 'refused' },
    { actor: { kind: 'anonymous' }, target: 'socket:/dashboard', origin: { address: '127.0.0.1' } },
    { actor: { kind: 'anonymous' }, target: 'socket:/socket.io', reason: expect.stringContaining('evil.example') as string },
  ]);
  expect(JSON.stringify(server.recorded())).not.toContain('ncg_wrong');
});
