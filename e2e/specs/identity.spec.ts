import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test as base } from '@playwright/test';
import { makeRoot, Server } from '../fixtures/server.ts';

const password = 'correct staple battery';
const origin = { address: '192.0.2.7', userAgent: 'test' };
type Answer = { ok: boolean; value?: Record<string, unknown>; error?: { code: string } };

/** What Next asks: for itself, or for somebody. */
async function ask(server: Server, method: string, input: object, asked?: object): Promise<Answer> {
  const secret = readFileSync(path.join(server.root, 'data/realtime-secret'), 'utf8').trim();
  const response = await fetch(`${server.url}/internal/v1/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ input, asked }),
  });
  const reply = (await response.json()) as Answer & { value?: Answer };
  return reply.ok && typeof reply.value?.ok === 'boolean' ? reply.value : reply;
}

const linksIn = ({ output }: Server): string[] => [...output.matchAll(/(http\S+\/set-up\?token=[\w-]+)/g)].map(([link]) => link);
const tokenOf = (link = ''): string => new URL(link).searchParams.get('token') ?? '';
const accountOf = (server: Server, username: string, token: string) =>
  ask(server, 'identity.setUp', { token, username, password, origin });

const test = base.extend<{ start: (env: Record<string, string>, root?: string) => Promise<Server> }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright asks for the first parameter
  start: async ({}, use) => {
    const servers: Server[] = [];
    await use(async (env, root) => {
      const server = await Server.start({ env, ...(root === undefined ? {} : { root }) });
      servers.push(server);
      return server;
    });
    for (const server of servers) await server.dispose();
  },
});

test('[E400] login mode prints one link for the first administrator, which works once; later starts print none', async ({
  start,
}) => {
  const server = await start({ AUTH_MODE: 'login' });
  await expect.poll(() => linksIn(server)).toHaveLength(1);
  const [link] = linksIn(server);
  expect(link).toContain(`${server.url}/set-up?token=`);
  const answers = await Promise.all(['ada', 'bob'].map((name) => accountOf(server, name, tokenOf(link))));
  expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(await ask(server, 'identity.needsSetup', {})).toMatchObject({ value: false });
  await server.stop();
  server.output = '';
  await server.start();
  await expect.poll(() => server.output).toContain('Ready after');
  expect(linksIn(server)).toEqual([]);
});

test('[E401] the environment makes the administrator once; the secret that signs sessions is made once and nobody else reads it', async ({
  start,
}) => {
  const root = makeRoot();
  const admin = { AUTH_MODE: 'login', ADMIN_USERNAME: 'ada', ADMIN_PASSWORD: password };
  const server = await start(admin, root);
  const file = path.join(root, 'data/nextauth-secret');
  const secret = readFileSync(file, 'utf8');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const signedIn = await ask(server, 'identity.checkPassword', { username: 'Ada', password, origin });
  expect(signedIn.ok).toBe(true);
  const wrong = await ask(server, 'identity.checkPassword', { username: 'ada', password: 'wrong', origin });
  const unknown = await ask(server, 'identity.checkPassword', { username: 'eve', password: 'wrong', origin });
  expect(wrong).toEqual(unknown);
  expect(server.output).not.toContain(password);
  expect(linksIn(server)).toEqual([]);
  for (const pid of [server.runtime().pids.web ?? 0])
    expect(readFileSync(`/proc/${pid}/environ`, 'latin1')).not.toContain(password);
  await server.stop();
  await server.start();
  expect(readFileSync(file, 'utf8')).toBe(secret);
  expect(await ask(server, 'identity.checkPassword', { username: 'ada', password, origin })).toMatchObject({ ok: true });
});

test('[E402] open mode on another address than this computer’s is refused before anything starts', async () => {
  const root = makeRoot();
  for (const [host, status] of [
    ['0.0.0.0', 1],
    ['192.0.2.1', 1],
  ] as const) {
    const ended = await Server.startAndEnd(root, { HOST: host, AUTH_MODE: 'open' });
    expect(ended.status).toBe(status);
    expect(ended.output).toContain(`everybody who reaches ${host} would be an administrator`);
  }
});

test('[E403] other addresses mean login mode, and the link names one that others can reach', async ({ start }) => {
  const server = await start({ HOST: '0.0.0.0' });
  await expect.poll(() => linksIn(server)).toHaveLength(1);
  expect(linksIn(server)[0]).not.toContain('0.0.0.0');
  expect(await ask(server, 'identity.authenticate', { credentials: {}, origin })).toEqual({ ok: true, value: { mode: 'login' } });
  const proxied = await start({ AUTH_MODE: 'login', NEXTAUTH_URL: 'https://show.example.com/app' });
  await expect.poll(() => linksIn(proxied)).toEqual([expect.stringMatching(/^https:\/\/show\.example\.com\/set-up\?token=/)]);
});

test('[E404] a session outlives a restart of the server, and is nobody once it was revoked', async ({ start }) => {
  const server = await start({ AUTH_MODE: 'login', ADMIN_USERNAME: 'ada', ADMIN_PASSWORD: password });
  const { value } = await ask(server, 'identity.checkPassword', { username: 'ada', password, origin });
  const expiresAt = Date.now() + 3_600_000;
  const opened = await ask(server, 'identity.openSession', { userId: value?.userId, method: 'password', expiresAt, origin });
  const { encode } = await import('next-auth/jwt');
  const secret = readFileSync(path.join(server.root, 'data/nextauth-secret'), 'utf8').trim();
  const sessionToken = await encode({ token: { sid: opened.value?.sessionId as string, role: 'VIEWER' }, secret });
  const who = () => ask(server, 'identity.authenticate', { credentials: { sessionToken }, origin });
  expect(await who()).toMatchObject({ value: { asker: { via: 'session', actor: { id: 'ada', role: 'ADMIN' } } } });
  await server.stop();
  await server.start();
  expect(await who()).toMatchObject({ value: { asker: { actor: { id: 'ada' } } } });
  const asker = (await who()).value?.asker as { sessionId: string };
  const revoked = await ask(server, 'session.revoke', { sessionId: asker.sessionId }, { asker, origin });
  expect(revoked).toEqual({ ok: true, value: { revoked: 1 } });
  expect(await who()).toEqual({ ok: true, value: { mode: 'login' } });
  const other = await encode({ token: { sid: opened.value?.sessionId as string }, secret: 'not this server’s' });
  expect(await ask(server, 'identity.authenticate', { credentials: { sessionToken: other }, origin })).toEqual({
    ok: true,
    value: { mode: 'login' },
  });
});
