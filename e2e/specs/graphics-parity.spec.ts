import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { io } from 'socket.io-client';
import { card, editFile, open, shownAs } from '../fixtures/dashboard.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Server } from '../fixtures/server.ts';
import { otherBrowser } from '../fixtures/other-browsers.ts';

test.use({ bundles: ['stage'] });

const onlyOnce = '/bundles/stage/graphics/only%20once.html';
const index = '/bundles/stage/graphics/index.html';

type Instance = { socketId: string; pathName: string; open: boolean; potentiallyOutOfDate: boolean };
type NodecgSocket = { ask(event: string, payload: unknown): Promise<unknown>; instances(): Promise<Instance[]>; close(): void };

/** A tool that speaks NodeCG's own protocol. */
function connectTool(server: Server): NodecgSocket {
  const socket = io(server.url, { transports: ['websocket'], forceNew: true });
  const ask = async (event: string, payload: unknown): Promise<unknown> => {
    const [error, value] = await new Promise<unknown[]>((resolve) => {
      socket.emit(event, payload, (...answer: unknown[]) => resolve(answer));
    });
    if (error) throw new Error(JSON.stringify(error));
    return value;
  };
  const instances = () => ask('replicant:read', { namespace: 'nodecg', name: 'graphics:instances' }) as Promise<Instance[]>;
  return { ask, instances, close: () => void socket.close() };
}

/** Counts how often a page is loaded from here on. */
function countLoads(page: Page): () => number {
  let loads = 0;
  page.on('load', () => (loads += 1));
  return () => loads;
}

async function openIn(page: Page, address: string): Promise<Page> {
  const graphic = await otherBrowser(page.context().browser()!);
  await graphic.goto(address);
  return graphic;
}

test('[E250] [C88] [A9.11] a second page of a single instance waits, hears of the end of the first, and comes back; a killed one says so', async ({
  server,
  page,
}) => {
  const tool = connectTool(server);
  const first = await openIn(page, server.url + onlyOnce);
  await expect.poll(async () => (await tool.instances()).length).toBe(1);
  const second = await openIn(page, `${server.url}${onlyOnce}?take=2`);
  await second.waitForURL(/\/instance\/busy\.html/);
  expect(new URL(second.url()).searchParams.get('pathname')).toBe(`${onlyOnce}?take=2`);
  await expect(second.getByRole('heading', { name: 'Open elsewhere' })).toBeVisible();
  expect(await second.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgba(0, 0, 0, 0)');

  const closedAt = Date.now();
  await first.close();
  await second.waitForURL(/only%20once\.html/);
  expect(Date.now() - closedAt, 'a page that is only loaded again has this long to come back').toBeGreaterThanOrEqual(1_000);
  await expect(second.locator('#only')).toBeVisible();

  // A page that is loaded again doesn't meet itself. Where that takes more than a second the other one may have been faster.
  const openNow = async () => (await tool.instances()).filter((it) => it.open);
  const waits = (it: Page) => it.url().includes('/instance/busy.html');
  await expect.poll(async () => (await openNow()).length).toBe(1);
  const [before] = await openNow();
  const third = await openIn(page, `${server.url}${onlyOnce}?take=3`);
  await third.waitForURL(/\/instance\/busy\.html/);
  const reloadedAt = Date.now();
  await second.reload();
  const places = async () => [
    (await openNow()).filter((it) => it.socketId !== before?.socketId).length,
    [second, third].filter(waits).length,
  ];
  await expect.poll(places, { intervals: [20] }).toEqual([1, 1]);
  const isQuick = Date.now() - reloadedAt < 1_000;
  const [holder, waiting] = waits(second) ? [third, second] : [second, third];
  expect(isQuick && holder !== second, 'a quick reload keeps its place').toBe(false);
  await expect(holder.locator('#only')).toBeVisible();
  await waiting.close();

  await expect.poll(async () => (await openNow()).length).toBe(1);
  const [instance] = await openNow();
  await tool.ask('graphic:requestKill', instance);
  await holder.waitForURL(/\/instance\/killed\.html/);
  await expect(holder.getByRole('heading', { name: 'Closed from the dashboard' })).toBeVisible();
  await holder.getByRole('link', { name: 'Open it again' }).click();
  await expect(holder.locator('#only')).toBeVisible();
  tool.close();
});

test('[E251] [C86] reload of a bundle, a graphic and an instance, asked for in NodeCG’s protocol and ours, loads the page again and registers it', async ({
  server,
  page,
  connect,
}) => {
  const tool = connectTool(server);
  const graphic = await openIn(page, server.url + index);
  const loads = countLoads(graphic);
  const onlyOpen = async (): Promise<Instance> => {
    await expect.poll(async () => (await tool.instances()).filter((it) => it.open).length).toBe(1);
    return (await tool.instances()).find((it) => it.open)!;
  };
  const dashboard = await connect();
  const asks: ((instance: Instance) => Promise<unknown>)[] = [
    () => tool.ask('graphic:requestBundleRefresh', 'stage'),
    () => tool.ask('graphic:requestRefreshAll', { url: index, file: 'index.html' }),
    (instance) => tool.ask('graphic:requestRefresh', instance),
    () => dashboard.request('graphic.command', { command: 'reload', bundle: 'stage' }),
    () => dashboard.request('graphic.command', { command: 'reload', url: index }),
    ({ socketId }) => dashboard.request('graphic.command', { command: 'reload', instanceId: socketId }),
  ];
  for (const [done, ask] of asks.entries()) {
    const before = await onlyOpen();
    await ask(before);
    await expect.poll(loads, `reload ${done + 1}`).toBe(done + 1);
    await expect.poll(async () => (await tool.instances()).some((it) => it.open && it.socketId !== before.socketId)).toBe(true);
  }
  tool.close();
});

test('[E252] an open graphic is in NodeCG’s replicant in NodeCG’s shape, closed for a second, and out of date by version and commit', async ({
  server,
  page,
}) => {
  const folder = path.join(server.root, 'bundles/stage');
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false', ...args]);
  const tool = connectTool(server);
  const graphic = await openIn(page, server.url + index);
  await expect.poll(tool.instances).toEqual([
    {
      ipv4: '127.0.0.1',
      timestamp: expect.any(Number) as unknown,
      bundleName: 'stage',
      bundleVersion: '1.0.0',
      pathName: index,
      singleInstance: false,
      socketId: expect.any(String) as unknown,
      open: true,
      potentiallyOutOfDate: false,
    },
  ]);
  editFile(server, 'bundles/stage/package.json', (text) => text.replace('1.0.0', '1.1.0'));
  await expect.poll(async () => (await tool.instances())[0]?.potentiallyOutOfDate).toBe(true);
  await graphic.reload();
  await expect.poll(async () => (await tool.instances()).find((it) => it.open)?.potentiallyOutOfDate).toBe(false);
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'First');
  await expect.poll(async () => (await tool.instances()).find((it) => it.open)?.potentiallyOutOfDate).toBe(true);

  await open(server, page, '/graphics');
  await expect(card(page, 'index').getByText('1.1.0 → 1.1.0', { exact: false })).toBeVisible();
  await graphic.reload();
  await expect
    .poll(async () => (await tool.instances()).find((it) => it.open))
    .toMatchObject({ bundleGit: { message: 'First' } });
  await expect.poll(async () => (await tool.instances()).length).toBe(1);
  await page.evaluate(() => {
    const seen: boolean[][] = [];
    Object.assign(globalThis, { seen });
    const instances = globalThis.NodeCG.Replicant<{ open: boolean }[]>('graphics:instances', 'nodecg');
    instances.on('change', (now: { open: boolean }[]) => seen.push(now.map((it) => it.open)));
  });
  const shownAsClosed = card(page, 'index').getByText('closed').waitFor();
  await graphic.close();
  await shownAsClosed;
  await expect.poll(tool.instances).toEqual([]);
  expect(await page.evaluate('seen')).toEqual([[true], [false], []]);
  tool.close();
});

test('[E253] window.socket is one more namespace of the same connection, and connects when it is used', async ({
  server,
  page,
}) => {
  const sockets: string[] = [];
  const frames: string[] = [];
  page.on('websocket', (line) => {
    sockets.push(line.url());
    line.on('framesent', ({ payload }) => frames.push(String(payload)));
  });
  await page.goto(server.url + index);
  await page.evaluate(() => new Promise<void>((resolve) => globalThis.nodecg.Replicant('a').on('declared', () => resolve())));
  expect(frames.filter((frame) => frame === '40')).toEqual([]);
  const heard = page.evaluate(
    () => new Promise((resolve) => globalThis.socket.on('message', (message: unknown) => resolve(message))),
  );
  await expect.poll(() => page.evaluate(() => globalThis.socket.connected && globalThis.socket.id !== undefined)).toBe(true);
  const tool = connectTool(server);
  void tool.ask('message', { bundleName: 'stage', messageName: 'hello', content: { n: 1 } });
  expect(await heard).toEqual({ bundleName: 'stage', messageName: 'hello', content: { n: 1 } });
  const loads = countLoads(page);
  await page.evaluate(() => void globalThis.socket.emit('graphic:requestRefreshAll', { url: location.pathname }));
  await expect.poll(loads).toBe(1);

  // Closing it closes nothing else.
  await page.evaluate(() => void globalThis.socket.close());
  await page.evaluate(() => void (globalThis.nodecg.Replicant<number>('a').value = 5));
  await expect.poll(() => tool.ask('replicant:read', { namespace: 'stage', name: 'a' })).toBe(5);
  expect(await page.evaluate(() => globalThis.socket.connected)).toBe(false);
  expect(new Set(sockets.map((url) => new URL(url).pathname))).toEqual(new Set(['/socket.io/']));
  expect(sockets).toHaveLength(2);
  tool.close();
});

test('[E254] [C87] a graphic is dragged into OBS with its name and size; previews are no instances', async ({ server, page }) => {
  const tool = connectTool(server);
  await open(server, page, '/graphics');
  const link = card(page, 'index').getByRole('link', { name: /OBS/ });
  const dragged = await link.evaluate((element) => {
    const data = new DataTransfer();
    element.dispatchEvent(new DragEvent('dragstart', { dataTransfer: data, bubbles: true }));
    return data.getData('text/uri-list');
  });
  expect(dragged).toBe(`${server.url}${index}?layer-name=index&layer-height=720&layer-width=1280`);
  await expect(page.frameLocator('iframe[title*="index"]').getByRole('heading', { name: 'Stage' })).toBeAttached();
  expect(await tool.instances()).toEqual([]);
  const graphic = await openIn(page, dragged);
  await expect.poll(async () => (await tool.instances()).length).toBe(1);
  await expect(card(page, 'only once').getByText('Single instance')).toBeVisible();
  await graphic.close();
  tool.close();
});

test.describe(() => {
  test.use({ bundles: ['live-score'] });
  test('[E382] a card shows its graphic small and live', async ({ server, page, connect }) => {
    const client = await connect();
    await client.subscribe('live-score', 'score', []);
    await open(server, page, '/graphics');
    const bug = card(page, 'bug');
    const preview = bug.locator('iframe[title*="bug"]');
    const shown = preview.contentFrame().locator('#bug');
    for (const home of [1, 2]) {
      const { revision } = await client.read('live-score', 'score');
      await client.set('live-score', 'score', { home, away: 0 }, revision);
      await expect(shown).toHaveText(`${home} - 0`);
    }
    await expect.poll(() => shownAs(preview)).toEqual({ opacity: 1, visibility: 'visible' });
    const [outer, inner] = [(await bug.boundingBox())!, (await preview.boundingBox())!];
    expect(inner.width).toBeGreaterThan(100);
    expect(inner.width / inner.height).toBeCloseTo(1920 / 1080, 1);
    expect(inner.x).toBeGreaterThanOrEqual(outer.x);
    expect(inner.y).toBeGreaterThanOrEqual(outer.y);
    expect(inner.x + inner.width).toBeLessThanOrEqual(outer.x + outer.width);
    expect(inner.y + inner.height).toBeLessThanOrEqual(outer.y + outer.height);
  });
});
