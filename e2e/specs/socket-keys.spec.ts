import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { io } from 'socket.io-client';
import { addUser, call, type Shown } from '../fixtures/accounts.ts';
import { endOf, enter, outcomeOf } from '../fixtures/guarded-sockets.ts';
import { rawFetch } from '../fixtures/raw-fetch.ts';
import { projectDir } from '../fixtures/server.ts';
import {
  startSignalBox,
  stopSignalBox,
  admin,
  elsewhere,
  graphicKey,
  idOf,
  ofGatehouse,
  pageOf,
  server,
  setSignal,
  shown,
  signalNow,
  tower,
  watchSockets,
} from '../fixtures/signal-box.ts';

test.beforeAll(startSignalBox);
test.afterAll(stopSignalBox);

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

test('[E480] what is dragged into OBS carries a new key for that graphic, and the next source gets its own', async ({
  browser,
}) => {
  const page = await pageOf(browser, shown.OPERATOR);
  await page.goto(`${server.url}/graphics`);
  const card = page.getByRole('article', { name: /tower/i });
  await card.getByRole('button', { name: 'Key for OBS' }).click();
  const link = card.getByRole('link', { name: 'Drag to OBS' });
  await expect(link).toBeFocused();
  const dragged = await link.evaluate((element) => {
    const dataTransfer = new DataTransfer();
    element.dispatchEvent(new DragEvent('dragstart', { dataTransfer, bubbles: true }));
    return [dataTransfer.getData('text/uri-list'), dataTransfer.getData('text/plain')];
  });
  const [forObs = '', plain = ''] = dragged;
  expect(forObs).toContain(`${server.url}${tower}?layer-name=tower&layer-height=360&layer-width=640&key=`);
  const key = new URL(forObs).searchParams.get('key');
  expect(plain).toBe(`${server.url}${tower}?key=${key}`);
  const source = await pageOf(browser);
  await source.goto(forObs);
  await expect(source.locator('#n')).toBeVisible();
  expect(new URL(source.url()).searchParams.get('key')).toBeNull();
  await source.context().close();
  await page.context().close();
});
