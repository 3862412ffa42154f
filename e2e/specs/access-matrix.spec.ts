import { expect, test } from '@playwright/test';
import {
  askers,
  existingRows,
  frontRows,
  pageRows,
  procedureRows,
  type AccessRow,
  type AskerName,
} from '../fixtures/access-table.ts';
import { addToken, addUser, adminName, call, loginEnvironment, signIn, type Shown } from '../fixtures/accounts.ts';
import { rawFetch, type RawAnswer } from '../fixtures/raw-fetch.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
let shown: Record<AskerName, Shown>;
const evil = 'https://evil.example.com';

test.beforeAll(async () => {
  test.setTimeout(180_000);
  // Who asks all of this with a key that is over is otherwise held up before the end.
  const env = { ...loginEnvironment, RATE_LIMITS: 'key=100000/60' };
  server = await Server.start({ root: makeRoot(['gatehouse']), env });
  const admin = await signIn(server, adminName);
  const VIEWER = await addUser(server, admin, 'vera', { role: 'VIEWER' });
  const OPERATOR = await addUser(server, admin, 'otto', { role: 'OPERATOR' });
  const revoked = await addUser(server, admin, 'rex', { role: 'OPERATOR' });
  const grants = [{ kind: 'bundle', pattern: 'gatehouse', level: 'read' }];
  const key = await addToken(server, admin, { name: 'reader', level: 'read', grants });
  const expired = await addToken(server, admin, { name: 'old', level: 'read', grants, expiresAt: Date.now() + 1_000 });
  const users = await call<{ id: string; username: string }[]>(server, admin, 'user.list');
  await call(server, admin, 'session.revoke', { userId: users.find(({ username }) => username === 'rex')?.id });
  shown = { nobody: {}, VIEWER, OPERATOR, ADMIN: admin, key, expired, revoked, foreign: admin };
  await expect
    .poll(() =>
      call(server, expired, 'bundle.list').then(
        () => 'in',
        () => 'out',
      ),
    )
    .toBe('out');
});
test.afterAll(() => server.dispose());

async function ask({ method = 'GET', path, body }: Omit<AccessRow, 'route' | 'allowed'>, who: AskerName): Promise<RawAnswer> {
  const isRead = method === 'GET';
  // Another site's link may be followed; its forms and scripts send their origin.
  const elsewhere: Shown = isRead ? { 'sec-fetch-mode': 'navigate' } : { origin: evil };
  const origin: Shown =
    who === 'foreign' ? { 'sec-fetch-site': 'cross-site', ...elsewhere } : isRead ? {} : { origin: server.url };
  const headers = {
    accept: path.startsWith('/api/') || !isRead ? 'application/json' : 'text/html',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...origin,
    ...shown[who],
  };
  return rawFetch(server.url, path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

/** Refused by the door, or by the gateway behind tRPC; other failures are answers to somebody who was let in. */
function isLetIn({ status, headers, text }: RawAnswer, path: string): boolean {
  if (status >= 500 && status !== 503) throw new Error(`${path}: ${status}: ${text}`);
  if (status === 302 || status === 307) return !/^\/login\?callbackUrl=/.test(headers.location ?? '');
  const isProcedure = path.startsWith('/api/trpc/') && (headers['content-type'] ?? '').includes('json');
  if (!isProcedure) return status !== 401 && status !== 403;
  const body = JSON.parse(text) as { error?: { data?: { failure?: { code: string } } } };
  if (!body.error) return true;
  return !['forbidden', 'signed-out', 'foreign-origin'].includes(
    body.error.data?.failure?.code ?? (status === 403 ? 'forbidden' : ''),
  );
}

/** What came out otherwise than the table says, all of it at once. */
async function differences(rows: readonly AccessRow[]): Promise<string[]> {
  const found: string[] = [];
  for (const row of rows)
    for (const who of askers) {
      const answer = await ask(row, who);
      const expected = row.allowed.includes(who);
      if (isLetIn(answer, row.path) !== expected)
        found.push(
          `${who} ${row.method ?? 'GET'} ${row.path}: ${expected ? 'must be let in' : 'must be refused'}, got ${answer.status}`,
        );
    }
  return found;
}

test('[E450] [Z15] every route of the front door lets in whom the table lets in, and nobody else', async () => {
  expect(await differences(frontRows)).toEqual([]);
});

test('[E451] every page lets in whom the table lets in, and nobody else', async () => {
  test.setTimeout(120_000);
  expect(await differences(pageRows)).toEqual([]);
});

test('[E452] every procedure lets in whom the table lets in, and nobody else', async () => {
  test.setTimeout(180_000);
  expect(await differences(procedureRows)).toEqual([]);
});

test('[E531] [Z18] what works on something that is there is done for whom the table names, and for nobody else', async () => {
  test.setTimeout(180_000);
  const layout = { order: [], panels: {} };
  const make = async (procedure: string, wish: object): Promise<string> =>
    (await call<{ id: string }>(server, shown.ADMIN, procedure, wish)).id;
  await call(server, shown.ADMIN, 'replicant.set', { namespace: 'gatehouse', name: 'safe', value: 'kept' });
  const found: string[] = [];
  for (const who of askers) {
    const rows = existingRows({
      saved: await make('saved.create', { name: `of ${who}`, namespace: 'scoreboard' }),
      guarded: await make('saved.create', { name: `guarded of ${who}`, namespace: 'gatehouse' }),
      show: await make('saved.create', { name: `show of ${who}`, namespace: null }),
      layout: await make('layout.share', { name: `of ${who}`, workspace: 'desk', layout }),
      far: await make('layout.share', { name: `far of ${who}`, workspace: 'none', layout }),
    });
    for (const row of rows) {
      const { status, text } = await ask(row, who);
      if ((status === 200) !== row.allowed.includes(who)) found.push(`${who} ${row.path}: ${status}: ${text.slice(0, 200)}`);
    }
  }
  expect(found).toEqual([]);
});

test('[E453] [Z12] who is not signed in: a page leads to the sign-in page and back, a program and a frame are told, a graphic on air stays empty', async () => {
  const page = { accept: 'text/html' };
  const go = (path: string, headers: Shown = page) => rawFetch(server.url, path, { headers });
  // A key is taken out of the address first, whoever's it is.
  expect((await go('/dashboard/?a=b&key=secret')).headers.location).toBe('/dashboard/?a=b');
  const dashboard = await go('/dashboard/?a=b');
  expect([dashboard.status, dashboard.headers.location]).toEqual([302, '/login?callbackUrl=%2Fdashboard%2F%3Fa%3Db']);
  expect((await go('//evil.example.com/x')).headers.location ?? '').not.toContain('evil');
  const program = await go('/bundles/gatehouse/graphics/board.html', { accept: 'application/json' });
  expect([program.status, (JSON.parse(program.text) as { error: { code: string } }).error.code]).toEqual([401, 'unauthorised']);
  const frame = await go('/bundles/gatehouse/dashboard/desk.html', { ...page, 'sec-fetch-dest': 'iframe' });
  expect([frame.status, frame.text]).toEqual([401, expect.stringContaining('target="_top"')]);
  const obs = await go('/bundles/gatehouse/graphics/board.html', { ...page, 'user-agent': 'Mozilla/5.0 OBS/30.2' });
  expect([obs.status, obs.text]).toEqual([401, expect.stringContaining('background: transparent')]);
});

test('[E454] [Z9] [Z13] what is hidden answers as what does not exist', async () => {
  await call(server, shown.ADMIN, 'restriction.set', { kind: 'workspace', name: 'cellar', restricted: true });
  const answerOf = async (path: string) => {
    const answer = await ask({ path }, 'OPERATOR');
    return [answer.status, answer.text.replaceAll(/nonce-[\w+/=-]+/g, '')];
  };
  for (const [hidden, none] of [
    ['/bundles/gatehouse/dashboard/cellar.html', '/bundles/gatehouse/dashboard/none.html'],
    ['/panels/gatehouse/cellar', '/panels/gatehouse/none'],
    ['/workspaces/cellar', '/workspaces/none'],
  ] as const) {
    expect((await answerOf(hidden))[0]).toBe(403);
    expect(await answerOf(hidden)).toEqual(await answerOf(none));
  }
  const seen = await call<{ name: string; panels: { name: string }[] }[]>(server, shown.OPERATOR, 'bundle.list');
  expect(seen.find(({ name }) => name === 'gatehouse')?.panels.map(({ name }) => name)).toEqual(['desk']);
  const home = (await ask({ path: '/workspaces/desk' }, 'OPERATOR')).text;
  expect(home).not.toMatch(/cellar|strongbox/i);
  await call(server, shown.ADMIN, 'restriction.set', { kind: 'workspace', name: 'cellar', restricted: false });
  await expect.poll(async () => (await answerOf('/workspaces/cellar'))[0]).toBe(200);
});

test('[E455] a restricted bundle is gone for whoever has no grant, at once, and back by one', async () => {
  await call(server, shown.ADMIN, 'restriction.set', { kind: 'bundle', name: 'gatehouse', restricted: true });
  const names = async () => (await call<{ name: string }[]>(server, shown.OPERATOR, 'bundle.list')).map(({ name }) => name);
  expect(await names()).not.toContain('gatehouse');
  for (const path of [
    '/bundles/gatehouse/graphics/board.html',
    '/assets/gatehouse/pictures/none.png',
    '/sound/gatehouse/a/default.mp3',
  ])
    expect((await ask({ path }, 'OPERATOR')).status, path).toBe(403);
  expect((await ask({ method: 'POST', path: '/gatehouse/private', body: {} }, 'OPERATOR')).status).toBe(403);
  expect((await ask({ path: '/gatehouse/private' }, 'OPERATOR')).status).toBe(404);
  const replicants = await call<{ key: { namespace: string } }[]>(server, shown.OPERATOR, 'replicant.list', {});
  expect(replicants.map(({ key }) => key.namespace)).not.toContain('gatehouse');
  const users = await call<{ id: string; username: string }[]>(server, shown.ADMIN, 'user.list');
  const userId = users.find(({ username }) => username === 'otto')?.id;
  await call(server, shown.ADMIN, 'user.grant', { userId, rule: { kind: 'bundle', pattern: 'gatehouse', level: 'write' } });
  expect(await names()).toContain('gatehouse');
  expect((await ask({ path: '/gatehouse/private' }, 'OPERATOR')).status).toBe(200);
  await call(server, shown.ADMIN, 'restriction.set', { kind: 'bundle', name: 'gatehouse', restricted: false });
});

test('[E456] [Z14] what a cookie changes has to come from a page of this server, on every route; a token needs nothing of that', async () => {
  const post = (headers: Shown, path = '/gatehouse/private') =>
    rawFetch(server.url, path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{}' });
  const { cookie = '' } = shown.ADMIN;
  const own = server.url;
  for (const path of ['/gatehouse/private', '/assets/gatehouse/pictures', '/bundles/gatehouse/x', '/workspaces/default']) {
    expect((await post({ cookie }, path)).status, path).toBe(403);
    for (const site of ['cross-site', 'same-site', 'none'])
      expect((await post({ cookie, 'sec-fetch-site': site }, path)).status, path).toBe(403);
    expect((await post({ cookie, origin: evil }, path)).status, path).toBe(403);
    expect((await post({ cookie, origin: 'null' }, path)).status, path).toBe(403);
    expect((await post({ cookie, origin: own }, path)).status, path).not.toBe(403);
    expect((await post({ cookie, 'sec-fetch-site': 'same-origin' }, path)).status, path).not.toBe(403);
  }
  const grants = [{ kind: 'bundle', pattern: 'gatehouse', level: 'write' }];
  const token = await addToken(server, shown.ADMIN, { name: 'writer', level: 'write', grants });
  expect((await post({ ...token })).status).toBe(200);
  expect((await post({ ...token, origin: evil })).status).toBe(200);
  expect((await post({ authorization: 'Bearer made-up', origin: evil })).status).toBe(403);
  const answer = JSON.parse((await post({ ...token, cookie: `${cookie}; theme=dark` })).text) as { cookie: string; by: string };
  expect(answer).toEqual({ private: true, cookie: 'theme=dark', by: '' });
});

test('[E457] [Z16] mounted routes: everybody where the manifest says so and nowhere else, however it is written', async () => {
  for (const path of ['/gatehouse/hook', '/gatehouse/hook?a=1']) expect((await ask({ path }, 'nobody')).status).toBe(200);
  for (const path of [
    '/gatehouse/hook/../private',
    '/gatehouse/%2e%2e/gatehouse/private',
    '/gatehouse//private',
    '/gatehouse/hook%2f..%2fprivate',
    '/GATEHOUSE/private',
  ])
    expect(isLetIn(await ask({ path }, 'nobody'), path), path).toBe(false);
  const staff = await ask({ path: '/gatehouse/staff' }, 'VIEWER');
  expect([staff.status, staff.text]).toEqual([200, 'for staff']);
});

test('[E458] [Z17] /ready tells everybody whether, and only the crew what', async () => {
  const checksOf = async (who: AskerName) => {
    const body = JSON.parse((await ask({ path: '/ready' }, who)).text) as {
      ready: boolean;
      checks: { name: string; state: string; detail?: string }[];
    };
    expect(body.ready).toBe(true);
    return body.checks;
  };
  expect((await checksOf('nobody')).every((check) => Object.keys(check).length === 2)).toBe(true);
  expect((await checksOf('VIEWER')).length).toBeGreaterThan((await checksOf('nobody')).length - 1);
});
