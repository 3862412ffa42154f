import { expect, test } from '@playwright/test';
import { type Socket } from 'socket.io-client';
import { addUser, call } from '../fixtures/accounts.ts';
import { panelPage, panelsRest } from '../fixtures/dashboard.ts';
import {
  endOf,
  enter,
  entrances,
  namespaces,
  nodecgRows,
  outcomeOf,
  requestRows,
  socketAskers,
} from '../fixtures/guarded-sockets.ts';
import { rawFetch } from '../fixtures/raw-fetch.ts';
import {
  startSignalBox,
  stopSignalBox,
  admin,
  idOf,
  isRefused,
  pageOf,
  server,
  setSignal,
  shown,
  signalNow,
  watchSockets,
  type Reply,
} from '../fixtures/signal-box.ts';

test.beforeAll(startSignalBox);
test.afterAll(stopSignalBox);

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
  await expect(page.getByText('Your session was ended')).toBeVisible();
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
  await expect(panel.locator('#n')).toHaveText('10');
  await panelsRest(page);
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
    error: expect.stringContaining('You may not'),
  });
  const operations = [{ path: '/', method: 'overwrite', args: { newValue: { n: 41 } } }];
  expect((await ask('replicant:proposeOperations', { ...key, operations, revision: 0, opts: {} })).error).toBeTruthy();
  expect(await signalNow()).toBe(40);
  await page.context().close();
});
