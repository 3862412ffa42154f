import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { WireClient } from '../fixtures/client.ts';
import { makeRoot, Server } from '../fixtures/server.ts';
import type { Nodecg, NodecgClass } from '../../src/bundles/client/nodecg-global.ts';

// One server for all: starting one takes longer than most of these.
test.describe.configure({ mode: 'serial' });
let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['api-lab']) });
});
test.afterAll(async () => server.dispose());

type Probe = { n: number; list: string[] };
declare const nodecg: Nodecg;
declare const NodeCG: NodecgClass;
declare const probe: ReturnType<typeof nodecg.Replicant<Probe>>;
declare const events: unknown[][];

const graphics = '/bundles/api-lab/graphics';
const eventsOf = (page: Page) => page.evaluate(() => events);

test('[E70] replicants and messages in a page are as NodeCG has them', async ({ page }) => {
  await page.goto(`${server.url}${graphics}/probe.html`);
  await expect
    .poll(() => eventsOf(page))
    .toEqual([
      ['change', 1, undefined],
      ['declared', 1, 0],
    ]);

  const told = await page.evaluate(async () => {
    const seen: unknown[] = [];
    probe.once('change', (value) => void seen.push(['at once', value.n]));
    seen.push(probe.listenerCount('change'));
    const unset = nodecg.Replicant<number>('unset');
    const both = new Promise<void>((resolve) => {
      unset.on('declared', () => void seen.push('declared'));
      unset.on('change', (...args: unknown[]) => {
        seen.push(['change', args[0] ?? 'undefined']);
        resolve();
      });
    });
    await both;
    await NodeCG.waitForReplicants();
    await NodeCG.waitForReplicants(probe, nodecg.Replicant('probe'));
    seen.push(nodecg.Replicant('probe') === probe, NodeCG.Replicant('probe', 'api-lab') === probe);
    const changed = new Promise<unknown[]>((resolve) => {
      const listener = (value: Probe, old: Probe | undefined, operations: unknown[]): void => {
        if (operations === undefined) return;
        probe.removeListener('change', listener);
        resolve([value.n, value.list.join(), old?.n, operations.length, probe.revision]);
      };
      probe.on('change', listener);
    });
    if (probe.value) {
      probe.value.n = 2;
      probe.value.list.push('b');
      seen.push(['not before the server has it', probe.value.n]);
    }
    seen.push(await changed);
    seen.push(await new Promise((resolve) => nodecg.readReplicant('probe', resolve)));
    return seen;
  });
  expect(told).toEqual([
    ['at once', 1],
    1,
    'declared',
    ['change', 'undefined'],
    true,
    true,
    ['not before the server has it', 1],
    [2, 'a,b', 1, 2, 1],
    { n: 2, list: ['a', 'b'] },
  ]);

  const answers = await page.evaluate(async () => [
    await nodecg.sendMessage('nothing'),
    await nodecg.sendMessage('zero'),
    await nodecg.sendMessage('echo', { a: [1] }),
    await Promise.resolve(nodecg.sendMessage('fail')).catch((error: Error) => [
      error.name,
      error.message,
      error instanceof Error,
    ]),
    await new Promise((resolve) => void nodecg.sendMessage('echo', (error: unknown, value: unknown) => resolve([error, value]))),
  ]);
  expect(answers).toEqual([undefined, 0, { a: [1] }, ['TypeError', 'no such team', true], [null, null]]);
  expect(await page.title()).toBe('api-lab');
  expect(
    await page.evaluate(() => [
      NodeCG.version,
      nodecg.bundleName,
      nodecg.bundleVersion,
      Object.isFrozen(nodecg.config),
      nodecg.config.port,
    ]),
  ).toEqual(['2.8.0', 'api-lab', '1.2.3', true, server.port]);

  // The same in a worker, which has neither window nor document.
  expect(
    await page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker('/bundles/api-lab/files/worker.js');
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
        }),
    ),
  ).toBe(2);
});

test('[E384] a worker that imports NodeCG’s own three scripts follows a replicant and the page’s changes of it', async ({
  page,
}) => {
  await page.goto(`${server.url}${graphics}/probe.html`);
  const told = await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const seen: unknown[] = [];
        const worker = new Worker('/bundles/api-lab/files/scripts-worker.js');
        worker.onmessage = ({ data }) => {
          if (seen.push(data) === 3) resolve(seen);
          else nodecg.Replicant<number>('worked').value = seen.length + 1;
        };
        worker.onerror = ({ message }) => reject(new Error(message));
      }),
  );
  expect(told).toEqual([1, 2, 3].map((value) => ['2.8.0', true, value]));
});

test('[E72] a graphic is not reloaded into an error page', async ({ page }) => {
  await page.goto(`${server.url}${graphics}/probe.html`);
  await expect.poll(() => eventsOf(page)).toHaveLength(2);
  await page.evaluate(() => Object.assign(window, { marker: true }));
  const dashboard = await WireClient.connect(server.url);
  const refused = page.waitForEvent('console', { predicate: (line) => line.text().includes('not reloaded') });
  const file = path.join(server.root, 'bundles/api-lab/graphics/probe.html');
  renameSync(file, `${file}.away`);
  await dashboard.request('graphic.command', { command: 'reload', bundle: 'api-lab' });
  await refused;
  expect(await page.evaluate(() => [probe.value?.n, 'marker' in window])).toEqual([2, true]);
  renameSync(`${file}.away`, file);
  await dashboard.request('graphic.command', { command: 'reload', bundle: 'api-lab' });
  await page.waitForFunction(() => !('marker' in window));
  // The page that was just loaded may not be connected yet: a command reaches who is.
  await expect(async () => {
    await dashboard.request('graphic.command', { command: 'kill', bundle: 'api-lab' });
    expect(page.url()).toContain('/instance/killed.html');
  }).toPass();
  dashboard.close();
});

test('[E74] the API is there before a module script, in a page of any shape, and a configuration cannot break out', async ({
  page,
}) => {
  const nasty = { text: '</script><script>window.pwned=1</script><!-- <script> \u2028 --> ]]>', '__proto__ ': 1 };
  writeFileSync(path.join(server.root, 'cfg/api-lab.json'), JSON.stringify(nasty));
  await expect(async () => {
    await page.goto(`${server.url}${graphics}/module first`);
    expect(await page.evaluate(() => nodecg.bundleConfig)).toEqual(nasty);
  }).toPass();
  expect(new URL(page.url()).pathname).toBe(`${graphics}/module%20first.html`);
  expect(await page.evaluate(() => (window as unknown as { seen: unknown }).seen)).toEqual(['object', 'function']);
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
});

test('[E75] panels share one connection, hear each other, and leave nothing behind when they are reloaded', async ({ page }) => {
  await page.goto(server.url);
  const frame = async (title: RegExp) => {
    const handle = await page.locator('iframe').and(page.getByTitle(title)).elementHandle();
    const content = await handle?.contentFrame();
    if (!content) throw new Error(`There is no panel ${title}`);
    return content;
  };
  const [one, two] = [await frame(/^<\/script>/), await frame(/^Two$/)];
  for (const panel of [one, two]) await panel.waitForFunction(() => document.documentElement.dataset.n === '0');
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
  expect(
    await one.evaluate(() => [
      NodeCG === (top as unknown as { NodeCG: unknown }).NodeCG,
      NodeCG.version,
      nodecg.config.port,
      nodecg.bundleName,
    ]),
  ).toEqual([true, '2.8.0', server.port, 'api-lab']);
  await one.evaluate(() => void nodecg.sendMessage('hello', 'from one'));
  for (const panel of [one, two])
    await panel.waitForFunction(() => (window as unknown as { heard: string[] }).heard.join() === 'from one');

  const count = () => page.evaluate(() => NodeCG.declaredReplicants['api-lab']?.shared?.listenerCount('change'));
  expect(await count()).toBe(2);
  for (let reload = 0; reload < 40; reload += 1) {
    const loaded = one.waitForNavigation({ waitUntil: 'load' });
    await one.evaluate(() => location.reload());
    await loaded;
  }
  await one.waitForFunction(() => document.documentElement.dataset.n === '0');
  expect(await count()).toBe(2);
  await two.evaluate(() => void nodecg.sendMessage('hello', 'again'));
  await one.waitForFunction(() => (window as unknown as { heard: string[] }).heard.join() === 'again');
  await one.evaluate(() => {
    const shared = nodecg.Replicant<{ n: number }>('shared');
    if (shared.value) shared.value.n += 1;
  });
  for (const panel of [one, two]) await panel.waitForFunction(() => document.documentElement.dataset.n === '1');
});

test('[E76] another site’s page changes nothing through tRPC', async () => {
  const call = (method: string, headers: Record<string, string>) =>
    fetch(`${server.url}/api/trpc/bundle.reload${method === 'GET' ? '?input=%7B%22name%22%3A%22api-lab%22%7D' : ''}`, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body: JSON.stringify({ name: 'api-lab' }) }),
    });
  const json = { 'content-type': 'application/json' };
  expect((await call('POST', { ...json, origin: 'https://evil.example' })).status).toBe(403);
  expect((await call('POST', { ...json, origin: 'null' })).status).toBe(403);
  expect((await call('POST', { 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await call('GET', { 'sec-fetch-site': 'cross-site' })).status).toBe(405);
  expect((await call('POST', { ...json, origin: server.url })).status).toBe(200);
  const failed = await (await fetch(`${server.url}/api/trpc/bundle.get?input=%7B%22name%22%3A%22none%22%7D`)).text();
  expect(failed).toContain('There is no bundle');
  expect(failed).not.toMatch(/stack|\/tmp\/|node_modules/);
});

test('[E71] a graphic keeps what it shows while the server is dead, refuses writes, and goes on without a flash', async ({
  page,
  context,
}) => {
  await page.goto(`${server.url}${graphics}/probe.html`);
  await expect.poll(() => eventsOf(page)).toHaveLength(2);
  const [n, revision] = await page.evaluate(() => [probe.value?.n ?? 0, probe.revision]);
  // Stored when it is answered.
  expect(await page.evaluate(async () => (await probe.edit((draft) => void (draft.n = 5))).ok)).toBe(true);
  await server.kill();
  await page.waitForFunction(() => !nodecg.connection.get());
  const offline = await page.evaluate(() => {
    if (probe.value) probe.value.n = 99;
    return probe.value?.n;
  });
  expect(offline).toBe(5);
  const started = server.start();
  // A graphic that is opened meanwhile waits for its bundle.
  const late = await context.newPage();
  await expect(async () => expect((await late.goto(`${server.url}${graphics}/probe.html`))?.status()).toBe(200)).toPass({
    intervals: [20],
  });
  await expect
    .poll(() => eventsOf(late))
    .toEqual([
      ['change', 5, undefined],
      ['declared', 5, expect.any(Number)],
    ]);
  await started;
  await page.waitForFunction(() => probe.status === 'declared');
  await page.evaluate(async () => (await probe.edit((draft) => void (draft.n += 1))).ok);
  await expect.poll(() => page.evaluate(() => probe.value?.n)).toBe(6);
  expect(await eventsOf(page)).toEqual([
    ['change', n, undefined],
    ['declared', n, revision],
    ['change', 5, n],
    ['rejected', expect.stringContaining('not connected')],
    ['declared', 5, revision + 1],
    ['change', 6, 5],
  ]);
});
