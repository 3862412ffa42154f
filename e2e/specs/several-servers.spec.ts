import { expect, test } from '@playwright/test';
import { startTestRedis } from '../../src/server/adapters/redis/test-redis.ts';
import { addToken, addUser, adminName, call, loginEnvironment, signIn, type Shown } from '../fixtures/accounts.ts';
import { databaseUrl } from '../fixtures/database.ts';
import { endOf, enter, outcomeOf, type Namespace } from '../fixtures/guarded-sockets.ts';
import { Server } from '../fixtures/server.ts';

let redis: Awaited<ReturnType<typeof startTestRedis>>;
/** Two servers on one database and one Redis. */
let here: Server;
let there: Server;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  redis = await startTestRedis();
  const env = { ...loginEnvironment, REDIS_URL: redis.url };
  here = await Server.start({ env });
  there = await Server.start({ env: { ...env, DATABASE_URL: databaseUrl(here) } });
});
test.afterAll(async () => {
  await there.dispose();
  await here.dispose();
  await redis.stop();
});

test('[E532] [L6] what is revoked, disabled or made less on one server ends within a second on the other, sockets and HTTP', async () => {
  const admin = await signIn(here, adminName);
  const users = Object.fromEntries(
    await Promise.all(
      ['rex', 'dora', 'dick'].map(async (name) => [name, await addUser(here, admin, name, { role: 'OPERATOR' })] as const),
    ),
  ) as Record<'rex' | 'dora' | 'dick', Shown>;
  const ids = await call<{ id: string; username: string }[]>(here, admin, 'user.list');
  const idOf = (name: string) => ids.find(({ username }) => username === name)?.id;
  const grants = [{ kind: 'bundle', pattern: 'scoreboard', level: 'read' }];
  const token = await addToken(here, admin, { name: 'reader', level: 'read', grants });
  const keys = await call<{ id: string; name: string }[]>(here, admin, 'key.list');

  /** What is done here, and how long a socket there outlives it. */
  async function msUntilCut(namespace: Namespace, shown: Shown, [procedure, input]: [string, object]): Promise<number> {
    const socket = await enter(there.url, namespace, { shown });
    const end = endOf(socket);
    const before = Date.now();
    await call(here, admin, procedure, input);
    return (await end) - before;
  }
  expect(await msUntilCut('/dashboard', users.rex, ['session.revoke', { userId: idOf('rex') }])).toBeLessThan(1_000);
  await expect(call(there, users.rex, 'bundle.list')).rejects.toThrow();
  expect(await msUntilCut('/', users.dora, ['user.change', { userId: idOf('dora'), disabled: true }])).toBeLessThan(1_000);
  expect(await outcomeOf(enter(there.url, '/dashboard', { shown: users.dora }))).toBe('signed-out');
  const steer = () => call(there, users.dick, 'graphic.command', { command: 'reload', bundle: 'scoreboard' });
  await expect(steer()).resolves.toBeDefined();
  expect(await msUntilCut('/dashboard', users.dick, ['user.change', { userId: idOf('dick'), role: 'VIEWER' }])).toBeLessThan(
    1_000,
  );
  await expect(steer()).rejects.toThrow('You may not');
  await expect(call(there, users.dick, 'bundle.list')).resolves.toBeDefined();
  const keyId = keys.find(({ name }) => name === 'reader')?.id;
  expect(await msUntilCut('/', token, ['key.revoke', { keyId }])).toBeLessThan(1_000);
  await expect(call(there, token, 'bundle.list')).rejects.toThrow();

  const seen = async () => (await call<{ name: string }[]>(there, users.dick, 'bundle.list')).map(({ name }) => name);
  expect(await seen()).toContain('scoreboard');
  const restriction = { kind: 'bundle', name: 'scoreboard', restricted: true };
  await call(here, admin, 'restriction.set', restriction);
  await expect.poll(seen, { timeout: 1_000, intervals: [50] }).not.toContain('scoreboard');
  const rule = { kind: 'bundle', pattern: 'scoreboard', level: 'read' };
  await call(here, admin, 'user.grant', { userId: idOf('dick'), rule });
  await expect.poll(seen, { timeout: 1_000, intervals: [50] }).toContain('scoreboard');
});
