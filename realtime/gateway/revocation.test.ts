import { afterEach, beforeEach, expect, it } from 'vitest';
import { serverReplicants } from '#contract/server-replicants';
import { serverActor } from '#contract/replicant';
import { protocolVersion } from '#contract/protocol';
import { socketKeyCookie } from '../http/keys/key-cookies.ts';
import { byServer } from '#services/identity/test-identity';
import { graphicUrl, outcomeOf, startGuardedGateway, type GuardedGateway } from './testing/guarded-gateway.ts';
import type { TestClient } from './test-gateway.ts';

let server: GuardedGateway;
beforeEach(async () => {
  server = await startGuardedGateway();
});
afterEach(() => server.close());

const subscribe = (client: TestClient, namespace: string, name: string) =>
  client.request('subscribe', { items: [{ namespace, name }] });
const ended = (client: TestClient) => expect.poll(() => client.socket.connected, { timeout: 1_000, interval: 10 }).toBe(false);

it('[G29] a session that is revoked ends on every page within a second, and no other one does', async () => {
  const ada = await server.session('ada', { role: 'ADMIN' });
  const otto = await server.session('otto', { role: 'OPERATOR' });
  const [desk, graphic, other] = await Promise.all([
    server.enter('/dashboard', ada.credentials),
    server.enter('/graphics', ada.credentials),
    server.enter('/dashboard', otto.credentials),
  ]);
  await server.people.identity.revokeSessions({ sessionId: ada.sessionId }, byServer);
  await Promise.all([ended(desk), ended(graphic)]);
  expect(await outcomeOf(server.enter('/dashboard', ada.credentials))).toBe('signed-out');
  expect(await other.request('ping', {})).toMatchObject({ ok: true });
});

it('[G29] whoever gets another role is cut off, comes back, and is asked anew', async () => {
  await server.session('ada', { role: 'ADMIN' });
  const otto = await server.session('otto', { role: 'OPERATOR' });
  const desk = await server.enter('/dashboard', otto.credentials);
  await subscribe(desk, 'quiz', 'score');
  await server.people.identity.changeUser({ userId: otto.userId, role: 'VIEWER' }, byServer);
  await ended(desk);
  const again = await server.enter('/dashboard', otto.credentials);
  expect(again.welcome.actor.role).toBe('VIEWER');
  expect(await again.raw('message', { bundle: 'quiz', name: 'go' })).toMatchObject({ error: { code: 'forbidden' } });
});

it.each([
  ['another role', { role: 'VIEWER' }],
  ['another reach', { reach: 'granted' }],
  ['no way in any more', { disabled: true }],
] as const)('[G29] whoever has keys, too, is cut off with %s', async (_, change) => {
  const [ada, alan] = [await server.session('ada', { role: 'ADMIN' }), await server.session('alan', { role: 'ADMIN' })];
  const wish = { kind: 'token', level: 'read', grants: [{ kind: 'bundle', pattern: 'quiz', level: 'read' }] } as const;
  await server.people.identity.createKey(
    { ...wish, name: 'alan’s', grants: [...wish.grants] },
    await server.people.signIn(alan.userId),
  );
  const [desk, other] = await Promise.all([
    server.enter('/dashboard', alan.credentials),
    server.enter('/dashboard', ada.credentials),
  ]);
  await server.people.identity.changeUser({ userId: alan.userId, ...change }, byServer);
  await ended(desk);
  expect(await other.request('ping', {})).toMatchObject({ ok: true });
});

it('[G29] a key that is revoked ends its graphics', async () => {
  const key = await server.key('read', [{ kind: 'graphic', pattern: graphicUrl, level: 'read' }]);
  const graphic = await server.enter('/graphics', key.credentials);
  await server.people.identity.revokeKey({ keyId: key.keyId }, byServer);
  await ended(graphic);
  expect(await outcomeOf(server.enter('/graphics', key.credentials))).toBe('signed-out');
});

it('[G29] a page that left before its key was revoked comes in by it no more on the same connection', async () => {
  const key = await server.key('read', [{ kind: 'graphic', pattern: graphicUrl, level: 'read' }]);
  const cookie = `${socketKeyCookie(graphicUrl)}=${key.secret}`;
  const page = { kind: 'graphic', bundle: 'quiz', url: graphicUrl };
  const auth = { protocol: protocolVersion, page };
  const graphic = await server.connect({ namespace: '/graphics', extraHeaders: { cookie }, auth });
  const { io } = graphic.socket;
  const enter = () => {
    const script = io.socket('/');
    return new Promise<string>((resolve) => {
      script.once('connect', () => resolve('in')).once('connect_error', ({ message }) => resolve(message));
    });
  };
  // Socket.IO's packet for leaving; the client itself would close the connection.
  (io.engine as unknown as { write: (text: string) => void }).write('1/graphics,');
  await expect.poll(() => server.gateway.tally.connected.graphics).toBe(0);
  await server.people.identity.revokeKey({ keyId: key.keyId }, byServer);
  expect(await enter()).toBe('no token provided');
});

it('[G29] a grant that ends by itself takes its connections along', async () => {
  const grants = [{ kind: 'bundle', pattern: 'quiz', level: 'read', expiresAt: Date.now() + 1_500 }] as const;
  const guest = await server.session('gus', { role: 'VIEWER', reach: 'granted', grants: [...grants] });
  const desk = await server.enter('/dashboard', guest.credentials);
  expect(await subscribe(desk, 'quiz', 'score')).toMatchObject({ value: { items: [{ ok: true }] } });
  await expect.poll(() => desk.socket.connected, { timeout: 4_000 }).toBe(false);
});

it('[G30] restricting a bundle cuts off who follows something of it, and nobody else', async () => {
  const otto = await server.session('otto', { role: 'OPERATOR' });
  const [follower, bystander] = await Promise.all([
    server.enter('/dashboard', otto.credentials),
    server.enter('/dashboard', otto.credentials),
  ]);
  await subscribe(follower, 'poll', 'votes');
  await subscribe(bystander, 'quiz', 'score');
  server.restricted.push({ kind: 'bundle', name: 'poll', createdBy: 'ada', createdAt: 0 });
  await server.access.loadRestrictions();
  await ended(follower);
  expect(await bystander.request('ping', {})).toMatchObject({ ok: true });
});

it('[G30] a list of the server shows each their part, also when it or the rules change', async () => {
  const views = (...names: string[]) =>
    names.map((name) => ({ name, problems: [], panels: [], graphics: [], dependencies: [] })) as never;
  const key = serverReplicants.bundleViews;
  await server.replicants.declareMany([{ key, options: { persistent: false } }], serverActor);
  await server.replicants.set(key, views('quiz', 'vault'), serverActor);
  const otto = await server.session('otto', { role: 'OPERATOR' });
  const desk = await server.enter('/dashboard', otto.credentials);
  const reply = await subscribe(desk, key.namespace, key.name);
  expect(JSON.stringify(reply)).toContain('quiz');
  expect(JSON.stringify(reply)).not.toContain('vault');
  await server.replicants.set(key, views('quiz', 'vault', 'poll'), serverActor);
  const names = () =>
    desk.items().flatMap((item) => (item[0] === 's' ? [(item[2].value as { name: string }[]).map(({ name }) => name)] : []));
  await expect.poll(() => names().at(-1)).toEqual(['quiz', 'poll']);
  server.restricted.length = 0;
  server.restricted.push({ kind: 'bundle', name: 'poll', createdBy: 'ada', createdAt: 0 });
  await server.access.loadRestrictions();
  await expect.poll(() => names().at(-1)).toEqual(['quiz', 'vault']);
});

it('[G29] a session and a key that end by themselves take their connections along, also while the database is away', async () => {
  const end = Date.now() + 1_500;
  const [short, long] = [
    await server.session('otis', { role: 'OPERATOR' }, end),
    await server.session('otto', { role: 'OPERATOR' }),
  ];
  const key = await server.key('read', [{ kind: 'graphic', pattern: graphicUrl, level: 'read' }], end);
  const [desk, graphic, stays] = await Promise.all([
    server.enter('/dashboard', short.credentials),
    server.enter('/graphics', key.credentials),
    server.enter('/dashboard', long.credentials),
  ]);
  server.people.accounts.setAvailable(false);
  await expect
    .poll(() => [desk.socket.connected, graphic.socket.connected], { timeout: 4_000, interval: 20 })
    .toEqual([false, false]);
  expect(stays.socket.connected).toBe(true);
});

it('[G29] [I18] a key is cut off when its owner’s rights change, and what is restricted later closes it', async () => {
  const { people } = server;
  await server.session('ada', { role: 'ADMIN' });
  const otto = await server.session('otto', { role: 'OPERATOR' });
  const wish = { kind: 'graphics', level: 'read', grants: [{ kind: 'graphic', pattern: graphicUrl, level: 'read' }] } as const;
  const asked = await people.signIn(otto.userId);
  const made = await people.identity.createKey({ ...wish, name: 'otto’s', grants: [...wish.grants] }, asked);
  if (!made.ok) throw new Error(made.error.message);
  const credentials = { token: made.value.secret };
  const graphic = await server.enter('/graphics', credentials);
  await people.identity.changeUser({ userId: otto.userId, reach: 'granted' }, byServer);
  await ended(graphic);
  expect(await outcomeOf(server.enter('/graphics', credentials))).not.toBe('in');
  await people.identity.changeUser({ userId: otto.userId, reach: 'all' }, byServer);
  const again = await server.enter('/graphics', credentials);
  expect(again.welcome.actor.access).toEqual({ reach: 'granted', grants: wish.grants });
  server.restricted.push({ kind: 'bundle', name: 'quiz', createdBy: 'ada', createdAt: 0 });
  await server.access.loadRestrictions();
  await ended(again);
  expect(await outcomeOf(server.enter('/graphics', credentials))).not.toBe('in');
});
