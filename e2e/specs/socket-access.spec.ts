import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { io, type Socket } from 'socket.io-client';
import { nodecgEvents } from '../../realtime/gateway/entry/rules.ts';
import { requestSchemas } from '../../src/contract/wire.ts';
import { addToken, addUser, adminName, call, loginEnvironment, signIn, type Shown } from '../fixtures/accounts.ts';
import { card, panelPage } from '../fixtures/dashboard.ts';
import {
  endOf,
  enter,
  entrances,
  namespaces,
  nodecgRows,
  outcomeOf,
  requestRows,
  socketAskers,
  type Namespace,
  type SocketAsker,
} from '../fixtures/guarded-sockets.ts';
import { rawFetch } from '../fixtures/raw-fetch.ts';
import { freePort, makeRoot, projectDir, Server } from '../fixtures/server.ts';

let server: Server;
let admin: Shown;
let shown: Record<SocketAsker, Shown>;
/** Another origin, one that may call us and one that may not. Records the headers of what it is asked. */
let elsewhere: { allowed: string; foreign: string; asked: http.IncomingHttpHeaders[]; close(): void };
const tower = '/bundles/signal-box/graphics/tower.html';
const ofGatehouse = (level: 'read' | 'write') => ({ level, grants: [{ kind: 'bundle', pattern: 'gatehouse', level }] });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  elsewhere = await listenElsewhere();
  const root = makeRoot(['gatehouse', 'signal-box']);
  const box = path.join(root, 'bundles/signal-box');
  cpSync(path.join(projectDir, 'e2e/bundles/jingle-box/sounds/bell.mp3'), path.join(box, 'sounds/bell.mp3'));
  mkdirSync(path.join(box, 'node_modules/lamp'), { recursive: true });
  writeFileSync(path.join(box, 'node_modules/lamp/lamp.js'), 'window.lamp = true;');
  server = await Server.start({ root, env: { ...loginEnvironment, ALLOWED_ORIGINS: elsewhere.allowed, LOG_LEVEL: 'debug' } });
  admin = await signIn(server, adminName);
  const VIEWER = await addUser(server, admin, 'vera', { role: 'VIEWER' });
  const OPERATOR = await addUser(server, admin, 'otto', { role: 'OPERATOR' });
  const revoked = await addUser(server, admin, 'rex', { role: 'OPERATOR' });
  const key = await addToken(server, admin, { name: 'reader', ...ofGatehouse('read') });
  const writer = await addToken(server, admin, { name: 'writer', ...ofGatehouse('write') });
  const expired = await addToken(server, admin, { name: 'old', ...ofGatehouse('write'), expiresAt: Date.now() + 1_000 });
  await call(server, admin, 'session.revoke', { userId: await idOf('rex') });
  const foreign = { ...admin, origin: elsewhere.foreign };
  shown = { nobody: {}, VIEWER, OPERATOR, ADMIN: admin, key, writer, expired, revoked, foreign };
  await expect.poll(() => outcomeOf(enter(server.url, '/extension', { shown: expired }))).toBe('signed-out');
});
test.afterAll(async () => {
  elsewhere?.close();
  await server?.dispose();
});

async function listenElsewhere(): Promise<typeof elsewhere> {
  const asked: http.IncomingHttpHeaders[] = [];
  const servers = await Promise.all(
    [0, 1].map(async () => {
      const port = await freePort();
      const listener = http.createServer((request, response) => {
        asked.push({ ...request.headers, 'x-path': request.url });
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>elsewhere</title>');
      });
      await new Promise<void>((resolve) => listener.listen(port, '127.0.0.1', resolve));
      return { port, listener };
    }),
  );
  const [allowed, foreign] = servers.map(({ port }) => `http://localhost:${port}`) as [string, string];
  return { allowed, foreign, asked, close: () => servers.forEach(({ listener }) => listener.close()) };
}

async function idOf(username: string): Promise<string> {
  const users = await call<{ id: string; username: string }[]>(server, admin, 'user.list');
  return users.find((user) => user.username === username)?.id ?? '';
}

/** A key for one graphic, as Copy URL makes it. */
async function graphicKey(level: 'read' | 'write' = 'read', url = tower): Promise<{ secret: string; id: string }> {
  const grants = [{ kind: 'graphic', pattern: url, level }];
  const wish = { kind: 'graphics', name: 'tower', level, grants };
  const made = await call<{ secret: string; key: { id: string } }>(server, admin, 'key.create', wish);
  return { secret: made.secret, id: made.key.id };
}

async function signalNow(): Promise<number> {
  const input = encodeURIComponent(JSON.stringify({ namespace: 'signal-box', name: 'signal' }));
  const { text } = await rawFetch(server.url, `/api/trpc/replicant.read?input=${input}`, { headers: admin });
  return (JSON.parse(text) as { result: { data: { value: { n: number } } } }).result.data.value.n;
}

async function setSignal(n: number): Promise<void> {
  await call(server, admin, 'replicant.set', { namespace: 'signal-box', name: 'signal', value: { n } });
}

/** A page in a browser of its own, signed in by these headers. */
async function pageOf(browser: Browser, { cookie = '' }: Shown = {}): Promise<Page> {
  const context = await browser.newContext();
  const cookies = cookie.split('; ').filter(Boolean);
  await context.addCookies(
    cookies.map((pair) => ({
      name: pair.slice(0, pair.indexOf('=')),
      value: pair.slice(pair.indexOf('=') + 1),
      url: server.url,
    })),
  );
  return context.newPage();
}

/** When its WebSockets closed, by its own clock, and how often it asked for one. */
async function watchSockets(page: Page): Promise<{ closedAt: () => number[]; tries: () => number }> {
  let tries = 0;
  page.on('websocket', () => (tries += 1));
  page.on('request', (request) => {
    if (request.url().includes('/socket.io/?')) tries += 1;
  });
  const closed: number[] = [];
  await page.exposeFunction('tellClosed', (at: number) => void closed.push(at));
  await page.addInitScript(() => {
    const { tellClosed } = window as unknown as { tellClosed: (at: number) => void };
    window.WebSocket = class extends WebSocket {
      constructor(...args: ConstructorParameters<typeof WebSocket>) {
        super(...args);
        this.addEventListener('close', () => tellClosed(Date.now()));
      }
    };
  });
  return { closedAt: () => closed, tries: () => tries };
}

type Reply = { ok: boolean; error?: { code: string }; value?: { items?: Reply[] } | null };

/** Refused as a whole, or the one item that was asked for. */
function isRefused({ error, value }: Reply): boolean {
  const code = error?.code ?? value?.items?.[0]?.error?.code;
  return code === 'forbidden' || code === 'unknown-request';
}

test('[E470] every namespace lets in whom the table lets in, by WebSocket and by polling, and nobody else', async () => {
  const found: string[] = [];
  for (const namespace of namespaces)
    for (const who of socketAskers)
      for (const transport of ['websocket', 'polling'] as const) {
        const outcome = await outcomeOf(enter(server.url, namespace, { shown: shown[who], transports: [transport] }));
        if ((outcome === 'in') !== entrances[namespace].includes(who)) found.push(`${who} ${namespace} ${transport}: ${outcome}`);
      }
  expect(found).toEqual([]);
});

test('[E470] every request of every namespace is answered for whom the table says, and refused to the rest', async () => {
  expect([...new Set(requestRows.map(({ request }) => request))].sort()).toEqual(Object.keys(requestSchemas).sort());
  const found: string[] = [];
  for (const namespace of namespaces.filter((one) => one !== '/'))
    for (const who of entrances[namespace]) {
      const socket = await enter(server.url, namespace, { shown: shown[who] });
      for (const { request, payload, allowed } of requestRows) {
        const reply = (await socket.timeout(10_000).emitWithAck(request, payload)) as Reply;
        if (isRefused(reply) === allowed[namespace].includes(who))
          found.push(`${who} ${namespace} ${request} ${JSON.stringify(payload)}: ${JSON.stringify(reply).slice(0, 200)}`);
      }
      socket.disconnect();
    }
  expect(found).toEqual([]);
});

test('[E470] every event of NodeCG’s is answered for whom the table says, and refused to the rest', async () => {
  const told = nodecgRows.map(({ event }) => event);
  // It puts another token in the place of the one that asks: see E475.
  expect([...new Set([...told, 'regenerateToken'])].sort()).toEqual(Object.keys(nodecgEvents).sort());
  const found: string[] = [];
  for (const who of entrances['/']) {
    const socket = await enter(server.url, '/', { shown: shown[who] });
    for (const { event, payload, allowed } of nodecgRows) {
      const refusal = await refusalOf(socket, event, payload);
      if ((refusal === undefined) !== allowed.includes(who)) found.push(`${who} ${event} ${JSON.stringify(payload)}: ${refusal}`);
    }
    socket.disconnect();
  }
  expect(found).toEqual([]);
});

/** NodeCG acknowledges no success of a proposal, and no message that nobody answers. */
async function refusalOf(socket: Socket, event: string, payload: unknown): Promise<string | undefined> {
  const answered = new Promise<string | undefined>((resolve) =>
    socket.emit(event, payload, (error: unknown, value: unknown) =>
      resolve(error ? JSON.stringify(error) : value === false ? 'no such graphic' : undefined),
    ),
  );
  const silence = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 400));
  return Promise.race([answered, silence]);
}

test('[E470] what is asked before anybody was let in is answered with nothing, and changes nothing', async ({ page }) => {
  await setSignal(5);
  await page.goto(`${server.url}/login`);
  const newValue = { n: 6 };
  const change = {
    namespace: 'signal-box',
    name: 'signal',
    operations: [{ path: '/', method: 'overwrite', args: { newValue } }],
  };
  const sent = [
    '40/dashboard,{}',
    `42/dashboard,1${JSON.stringify(['propose', { ...change, baseRevision: 0 }])}`,
    `421${JSON.stringify(['replicant:proposeOperations', { ...change, revision: 0 }])}`,
  ];
  const heard = await page.evaluate(
    (lines) =>
      new Promise<string[]>((resolve) => {
        const texts: string[] = [];
        const raw = new WebSocket(`ws://${location.host}/socket.io/?EIO=4&transport=websocket`);
        raw.addEventListener('message', ({ data }) => void texts.push(String(data)));
        raw.addEventListener('open', () => lines.forEach((line) => raw.send(line)));
        raw.addEventListener('close', () => resolve(texts));
      }),
    sent,
  );
  expect(heard.filter((text) => /^43|welcome|signal/.test(text))).toEqual([]);
  expect(await signalNow()).toBe(5);
});

test('[E471] ending a session ends its open dashboard and its sockets within a second, and what it asks over HTTP', async ({
  browser,
}) => {
  const dora = await addUser(server, admin, 'dora', { role: 'OPERATOR' });
  const page = await pageOf(browser, dora);
  const sockets = await watchSockets(page);
  await page.goto(`${server.url}/dashboard/`);
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
  const [ours, nodecgs] = await Promise.all([
    enter(server.url, '/dashboard', { shown: dora }),
    enter(server.url, '/', { shown: dora }),
  ]);
  const ends = [endOf(ours), endOf(nodecgs)];
  const before = Date.now();
  await call(server, admin, 'session.revoke', { userId: await idOf('dora') });
  for (const end of ends) expect((await end) - before).toBeLessThan(1_000);
  await expect.poll(() => sockets.closedAt().length).toBeGreaterThan(0);
  expect((sockets.closedAt()[0] ?? Infinity) - before).toBeLessThan(1_000);
  await page.waitForURL(/\/login\?callbackUrl=%2Fdashboard/, { timeout: 10_000 });
  await expect(page.getByLabel(/user ?name/i)).toBeVisible();
  expect((await rawFetch(server.url, '/dashboard/', { headers: { ...dora, accept: 'text/html' } })).status).toBe(302);
  await expect(call(server, dora, 'bundle.list')).rejects.toThrow();
  expect(await outcomeOf(enter(server.url, '/dashboard', { shown: dora }))).toBe('signed-out');
  await page.context().close();
});

test('[E472] who is made a viewer while a panel is open writes nothing more there, and goes on seeing', async ({ browser }) => {
  await setSignal(10);
  const dick = await addUser(server, admin, 'dick', { role: 'OPERATOR' });
  const page = await pageOf(browser, dick);
  await page.goto(`${server.url}/dashboard/`);
  const panel = panelPage(page, 'Lever');
  await panel.getByRole('button', { name: 'Pull' }).click();
  await expect.poll(signalNow).toBe(11);
  const socket = await enter(server.url, '/dashboard', { shown: dick });
  const end = endOf(socket);
  const before = Date.now();
  await call(server, admin, 'user.change', { userId: await idOf('dick'), role: 'VIEWER' });
  expect((await end) - before).toBeLessThan(1_000);
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
  await panel.getByRole('button', { name: 'Pull' }).click();
  await expect(page.getByText(/You may not do this|not changed/i).first()).toBeVisible();
  expect(await signalNow()).toBe(11);
  await setSignal(20);
  await expect(panel.locator('#n')).toHaveText('20');
  await page.context().close();
});

test('[E473] [U.key-urls] a graphic opened by its key: all of it works, nothing else opens, and the key is seen nowhere', async ({
  browser,
}) => {
  await setSignal(30);
  const { secret, id } = await graphicKey();
  const page = await pageOf(browser);
  const failed: string[] = [];
  page.on('response', (response) => response.status() >= 400 && failed.push(`${response.status()} ${response.url()}`));
  const sockets = await watchSockets(page);
  await page.goto(`${server.url}${tower}?key=${secret}`);
  expect(page.url()).toBe(`${server.url}${tower}`);
  await expect(page.locator('#n')).toHaveText('30');
  await setSignal(31);
  await expect(page.locator('#n')).toHaveText('31');

  const cookies = await page
    .context()
    .cookies([`${server.url}${tower}`, `${server.url}/socket.io/`, `${server.url}/assets/signal-box/x`]);
  expect(cookies.map(({ path }) => path)).toContain(tower);
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  expect((await page.context().cookies(server.url)).length).toBe(0);

  expect(await page.evaluate('window.lamp')).toBe(true);
  expect(await page.locator('#logo').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(20);
  await expect(page.locator('#n')).toHaveCSS('color', 'rgb(1, 2, 3)');
  const sound = await page.evaluate(() => fetch('/sound/signal-box/bell/default.mp3').then(({ status }) => status));
  expect(sound).toBe(200);
  expect(failed).toEqual([]);

  const refused = [
    '/bundles/signal-box/graphics/other.html',
    '/bundles/signal-box/dashboard/lever.html',
    '/bundles/gatehouse/graphics/board.html',
    '/dashboard/',
    '/graphics',
    '/api/trpc/bundle.list',
    '/api/trpc/graphic.list',
    '/metrics',
    '/gatehouse/private',
    '/assets/gatehouse/pictures/none.png',
    '/sound/gatehouse/bell/default.mp3',
  ];
  const letIn: string[] = [];
  for (const address of refused) {
    const answer = await page.request.get(server.url + address, { maxRedirects: 0 });
    const status = answer.status();
    if (![302, 307, 401, 403].includes(status)) letIn.push(`${status} ${address}`);
  }
  expect(letIn).toEqual([]);
  await page.evaluate(() => (document.getElementById('pull') as HTMLButtonElement).click());
  await expect(page.locator('#n')).toHaveText('31');
  expect(await signalNow()).toBe(31);

  expect(
    await page.evaluate(() => document.cookie + document.referrer + location.href + JSON.stringify(performance.getEntries())),
  ).not.toContain(secret);
  elsewhere.asked.length = 0;
  await page.evaluate((url) => {
    new Image().src = `${url}/pixel.png`;
    void fetch(`${url}/fetched`, { mode: 'no-cors', credentials: 'include' });
  }, elsewhere.foreign);
  await expect.poll(() => elsewhere.asked.length).toBe(2);
  const instances = await call<object[]>(server, admin, 'graphic.list');
  expect(JSON.stringify(instances)).toContain(tower);
  expect(JSON.stringify(instances)).not.toContain(secret);

  const before = Date.now();
  const tries = sockets.tries();
  await call(server, admin, 'key.revoke', { keyId: id });
  await expect.poll(() => sockets.closedAt().length).toBeGreaterThan(0);
  expect((sockets.closedAt()[0] ?? Infinity) - before).toBeLessThan(1_000);
  await setSignal(32);
  // Refused clients ask again now and then, so that they are there when somebody lets them in, and not in a storm.
  await page.waitForTimeout(5_000);
  expect(await page.locator('#n').textContent()).toBe('31');
  expect(sockets.tries() - tries).toBeLessThanOrEqual(6);
  await page.reload();
  expect(await page.locator('body').innerText()).not.toContain('31');

  await page.goto(`${elsewhere.foreign}/after`);
  expect(JSON.stringify(elsewhere.asked)).not.toContain(secret);
  expect(server.output).not.toContain(secret);
  const onDisk = () => execFileSync('grep', ['-rlaF', secret, server.root], { encoding: 'utf8' });
  // It fails where it finds nothing.
  expect(onDisk).toThrow();
  await page.context().close();
});

test('[E474] of a restricted bundle a viewer gets no value, no change, no panel and no graphic, and loses what was open', async () => {
  const socket = await enter(server.url, '/dashboard', { shown: shown.VIEWER });
  const items = [{ namespace: 'gatehouse', name: 'score' }];
  const frames: unknown[] = [];
  socket.on('frame', (frame) => frames.push(frame));
  expect(isRefused((await socket.emitWithAck('subscribe', { items })) as Reply)).toBe(false);
  const end = endOf(socket);
  const before = Date.now();
  await call(server, admin, 'restriction.set', { kind: 'bundle', name: 'gatehouse', restricted: true });
  expect((await end) - before).toBeLessThan(1_000);
  const again = await enter(server.url, '/dashboard', { shown: shown.VIEWER });
  again.on('frame', (frame) => frames.push(frame));
  expect(isRefused((await again.emitWithAck('subscribe', { items })) as Reply)).toBe(true);
  expect(isRefused((await again.emitWithAck('read', items[0])) as Reply)).toBe(true);
  await call(server, admin, 'replicant.set', { ...items[0], value: 'a secret of the gatehouse' });
  await again.emitWithAck('ping', {});
  expect(JSON.stringify(frames)).not.toContain('a secret');
  const nodecgs = await enter(server.url, '/', { shown: shown.VIEWER });
  expect(await refusalOf(nodecgs, 'replicant:declare', { ...items[0], opts: {} })).toContain('You may not');
  for (const address of [
    '/bundles/gatehouse/dashboard/desk.html',
    '/panels/gatehouse/desk',
    '/bundles/gatehouse/graphics/board.html',
  ])
    expect((await rawFetch(server.url, address, { headers: { ...shown.VIEWER, accept: 'text/html' } })).status, address).toBe(
      403,
    );
  await call(server, admin, 'restriction.set', { kind: 'bundle', name: 'gatehouse', restricted: false });
  for (const one of [again, nodecgs]) one.disconnect();
});

test('[E475] [C100] [U.token-revocation] NodeCG’s own way in: a token in the query; a wrong one and a revoked one are told in its words', async () => {
  const wish = { kind: 'token', name: 'nodecg', ...ofGatehouse('write') };
  const { secret: token, key } = await call<{ secret: string; key: { id: string } }>(server, admin, 'key.create', wish);
  const wrong = enter(server.url, '/', { query: { token: 'ncg_wrong' } });
  await expect(wrong).rejects.toMatchObject({
    message: 'no credentials found',
    data: { code: 'credentials_required', type: 'UnauthorizedError' },
  });
  await expect(enter(server.url, '/')).rejects.toMatchObject({ message: 'no token provided', data: { code: 'invalid_token' } });
  const socket = io(`${server.url}/`, { query: { token }, transports: ['websocket'], forceNew: true, reconnection: false });
  await new Promise<void>((resolve, reject) => (socket.once('connect', resolve), socket.once('connect_error', reject)));
  const [error, renewed] = await new Promise<[unknown, string]>((resolve) =>
    socket.emit('regenerateToken', undefined, (...answer: [unknown, string]) => resolve(answer)),
  );
  expect(error).toBeNull();
  await expect(enter(server.url, '/', { query: { token } })).rejects.toThrow('no credentials found');
  const told = new Promise((resolve) => socket.once('protocol_error', resolve));
  const end = endOf(socket);
  const before = Date.now();
  const keys = await call<{ id: string; prefix: string; revokedAt?: number }[]>(server, admin, 'key.list');
  const now = keys.find(({ id, prefix, revokedAt }) => id !== key.id && renewed.startsWith(prefix) && revokedAt === undefined);
  await call(server, admin, 'key.revoke', { keyId: now?.id });
  expect(await told).toEqual({
    message: 'This token has been invalidated',
    code: 'token_invalidated',
    type: 'UnauthorizedError',
  });
  expect((await end) - before).toBeLessThan(1_000);
  socket.disconnect();
  await expect(enter(server.url, '/', { query: { token: renewed } })).rejects.toThrow('no credentials found');
});

test('[E475] [C97] a key in the dashboard’s address is taken out of it and opens no dashboard', async () => {
  const { secret } = await graphicKey();
  const answer = await rawFetch(server.url, `/dashboard/?key=${secret}`, { headers: { accept: 'text/html' } });
  expect([answer.status, answer.headers.location]).toEqual([302, '/dashboard/']);
  expect(answer.headers['set-cookie']).toBeUndefined();
  const then = await rawFetch(server.url, '/dashboard/', { headers: { accept: 'text/html' } });
  expect([then.status, then.headers.location]).toEqual([302, '/login?callbackUrl=%2Fdashboard%2F']);
});

test('[E476] a program with a token is its bundle’s extension: it follows, writes, and answers the dashboard’s messages', async () => {
  const { authorization = '' } = shown.writer;
  const extension = await enter(server.url, '/extension', { auth: { token: authorization.replace('Bearer ', '') } });
  const key = { namespace: 'gatehouse', name: 'remote' };
  const items = [{ ...key, declare: { defaultValue: { n: 1 } } }];
  expect(await extension.emitWithAck('subscribe', { items })).toMatchObject({ ok: true });
  const operations = [{ path: '/', method: 'update', args: { prop: 'n', newValue: 2 } }];
  expect(await extension.emitWithAck('propose', { ...key, operations, baseRevision: 1 })).toMatchObject({ ok: true });
  expect(
    await extension.emitWithAck('propose', { namespace: 'signal-box', name: 'signal', operations, baseRevision: 0 }),
  ).toMatchObject({ error: { code: 'forbidden' } });
  await extension.emitWithAck('listen', { items: [{ bundle: 'gatehouse', name: 'ask' }] });
  extension.on('frame', (frame: unknown[][]) => {
    for (const item of frame) if (item[0] === 'm') extension.emit('reply', { replyId: item[4], value: 42 });
  });
  const operator = await enter(server.url, '/dashboard', { shown: shown.OPERATOR });
  expect(await operator.emitWithAck('message', { bundle: 'gatehouse', name: 'ask', expectReply: true })).toMatchObject({
    ok: true,
    value: { value: 42 },
  });
  const elsewhereThan = enter(server.url, '/extension', {
    shown: shown.writer,
    page: { kind: 'extension', bundle: 'signal-box' },
  });
  expect(await outcomeOf(elsewhereThan)).toBe('forbidden');
  for (const socket of [extension, operator]) socket.disconnect();
});

test('[E477] a ticket lets a page of an allowed origin in, a page of another one never, and nobody when its session is over', async ({
  page,
}) => {
  const tess = await addUser(server, admin, 'tess', { role: 'OPERATOR' });
  const ask = (headers: Shown) => rawFetch(server.url, '/api/realtime/ticket', { method: 'POST', headers });
  expect((await ask({ origin: server.url })).status).toBe(401);
  expect((await ask({ ...tess, origin: elsewhere.foreign })).status).toBe(403);
  expect((await ask({ ...tess })).status).toBe(403);
  const { ticket } = JSON.parse((await ask({ ...tess, origin: server.url })).text) as { ticket: string };
  const connect = async (origin: string): Promise<string> => {
    await page.goto(origin);
    await page.addScriptTag({ path: path.join(projectDir, 'node_modules/socket.io-client/dist/socket.io.min.js') });
    return page.evaluate(
      ([url, given]) =>
        new Promise<string>((resolve) => {
          const { io: open } = window as unknown as { io: typeof io };
          const auth = { protocol: 1, page: { kind: 'dashboard' }, ticket: given };
          const socket = open(`${url}/dashboard`, { auth, reconnection: false, timeout: 5_000 });
          socket.once('welcome', ({ actor }: { actor: { id: string } }) => resolve(`in as ${actor.id !== ''}`));
          socket.once('connect_error', (error: Error & { data?: { code: string } }) => resolve(error.data?.code ?? 'refused'));
        }),
      [server.url, ticket] as const,
    );
  };
  expect(await connect(elsewhere.allowed)).toBe('in as true');
  expect(await connect(elsewhere.foreign)).toBe('refused');
  await call(server, admin, 'session.revoke', { userId: await idOf('tess') });
  expect(await connect(elsewhere.allowed)).toBe('signed-out');
});

test('[E478] window.socket of a panel is who is signed in', async ({ browser }) => {
  await setSignal(40);
  const page = await pageOf(browser, shown.VIEWER);
  await page.goto(`${server.url}/bundles/signal-box/dashboard/lever.html`);
  type Asked = { error: unknown; value: unknown };
  const ask = (event: string, payload: object) =>
    page.evaluate(
      ([name, content]) =>
        new Promise<Asked>((resolve) => {
          const { socket } = window as unknown as { socket: Socket };
          socket.emit(name, content, (error: unknown, value: unknown) => resolve({ error, value }));
        }),
      [event, payload] as const,
    );
  const key = { namespace: 'signal-box', name: 'signal' };
  expect(await ask('replicant:read', key)).toMatchObject({ error: null, value: { n: 40 } });
  expect(await ask('replicant:read', { namespace: 'gatehouse', name: 'safe' })).toMatchObject({
    error: expect.stringContaining('You may not') as string,
  });
  const operations = [{ path: '/', method: 'overwrite', args: { newValue: { n: 41 } } }];
  expect((await ask('replicant:proposeOperations', { ...key, operations, revision: 0, opts: {} })).error).toBeTruthy();
  expect(await signalNow()).toBe(40);
  await page.context().close();
});

test('[E479] an operator makes a key with which a graphic writes, and it writes for its own bundle only; a viewer makes none', async () => {
  const grants = [{ kind: 'graphic', pattern: tower, level: 'write' }];
  const wish = { kind: 'graphics', name: 'tower', level: 'write', grants };
  await expect(call(server, shown.VIEWER, 'key.create', wish)).rejects.toThrow();
  const { secret } = await call<{ secret: string }>(server, shown.OPERATOR, 'key.create', wish);
  const page = { kind: 'graphic', bundle: 'signal-box', url: tower };
  const graphic = await enter(server.url, '/graphics', { query: { key: secret }, page });
  const propose = (namespace: string, name: string) =>
    graphic.emitWithAck('propose', {
      ...{ namespace, name, baseRevision: 0 },
      operations: [{ path: '/', method: 'overwrite', args: { newValue: { n: 50 } } }],
    });
  expect(await propose('signal-box', 'signal')).toMatchObject({ ok: true });
  expect(await propose('gatehouse', 'score')).toMatchObject({ error: { code: 'forbidden' } });
  expect(await signalNow()).toBe(50);
  graphic.disconnect();
  expect(await outcomeOf(enter(server.url, '/graphics', { query: { key: secret } }))).toBe('forbidden');
});
