import { expect, test } from '@playwright/test';
import { addToken, addUser, adminName, loginEnvironment, signIn, type Shown } from '../fixtures/accounts.ts';
import { rawFetch } from '../fixtures/raw-fetch.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  const RATE_LIMITS = 'key=3/600,change=4/600,upload=2/600,socket=3/600,all=20/600';
  const env = { ...loginEnvironment, RATE_LIMITS, TRUSTED_PROXIES: '127.0.0.1' };
  server = await Server.start({ root: makeRoot(['gatehouse']), env });
});
test.afterAll(() => server.dispose());

/** Asks so often, and tells how often it was answered before it was too much, and that it then said for how long. */
async function answered(
  times: number,
  path: string,
  { from = '', method = 'GET', shown = {} }: { from?: string; method?: string; shown?: Shown } = {},
): Promise<number> {
  const headers = { origin: server.url, ...shown, ...(from === '' ? {} : { 'x-forwarded-for': from }) };
  const answers = [];
  for (let time = 0; time < times; time += 1) answers.push(await rawFetch(server.url, path, { method, headers }));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.filter((answer) => !(Number(answer.headers['retry-after']) > 0))).toEqual([]);
  return times - refused.length;
}

test('[E534] [H10] [H11] the server holds up who asks too often: by address, user or key, each at its own rate', async () => {
  const admin = await signIn(server, adminName);
  const otto = await addUser(server, admin, 'otto', { role: 'OPERATOR' });
  const token = await addToken(server, admin, {
    name: 'reader',
    level: 'read',
    grants: [{ kind: 'bundle', pattern: '*', level: 'read' }],
  });

  const change = { method: 'POST', shown: { ...otto, 'content-type': 'application/json' } };
  expect(await answered(6, '/api/trpc/layout.delete', change)).toBe(4);
  expect(await answered(3, '/assets/gatehouse/pictures/none.png', { method: 'DELETE', shown: otto })).toBe(2);
  // Who reads, and somebody else, go on.
  expect(await answered(6, '/api/trpc/bundle.list', { shown: otto })).toBe(6);
  expect(
    await answered(1, '/api/trpc/layout.delete', { ...change, shown: { ...admin, 'content-type': 'application/json' } }),
  ).toBe(1);

  expect(
    await answered(5, '/api/trpc/layout.delete', { ...change, shown: { ...token, 'content-type': 'application/json' } }),
  ).toBe(4);

  const from = '192.0.2.7';
  expect(await answered(5, '/metrics', { from, shown: { authorization: 'Bearer ncg_guess' } })).toBe(3);
  expect(await answered(1, '/metrics', { from, shown: token })).toBe(1);

  const socket = '/socket.io/?EIO=4&transport=polling';
  expect(await answered(4, socket, { from: '192.0.2.8' })).toBe(3);
  expect(await answered(4, socket)).toBe(4);

  expect(await answered(22, '/api.js', { from: '192.0.2.9' })).toBe(20);
  expect(await answered(22, '/api.js')).toBe(22);
});
