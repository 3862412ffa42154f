import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { WireClient } from '../fixtures/client.ts';
import { editFile, open } from '../fixtures/dashboard.ts';
import { inExtension, openLab } from '../fixtures/lab.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
type Files = Record<string, string | object>;

function writeBundle(root: string, name: string, nodecg: object, files: Files = {}): void {
  const all: Files = { ...files, 'package.json': { name, version: '1.0.0', nodecg: { compatibleRange: '^2.0.0', ...nodecg } } };
  for (const [file, content] of Object.entries(all)) {
    const target = path.join(root, 'bundles', name, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, typeof content === 'string' ? content : JSON.stringify(content));
  }
}
const html = '<!DOCTYPE html><title>page</title><p>page</p>';
const panel = (name: string) => ({ name, title: name, file: 'panel.html', width: 2 });

test.beforeAll(async () => {
  const root = makeRoot(['lab', 'lab-partner']);
  const asks = "module.exports = (nodecg) => nodecg.listenFor('seen', (_, done) => done(null, typeof nodecg.extensions['lab']));";
  writeBundle(root, 'old-timer', { compatibleRange: '^1.0.0' }, { 'extension.js': asks });
  writeBundle(root, 'broken', { dashboardPanels: [{ name: 'p' }] }, { 'dashboard/p.html': html });
  writeBundle(root, 'lonely', { bundleDependencies: { nobody: '*' } });
  writeBundle(root, 'thrower', {}, { 'extension.js': 'module.exports = () => { throw new Error("not today"); };' });
  writeBundle(root, 'on-thrower', { bundleDependencies: { thrower: '^1.0.0' } });
  writeBundle(root, 'first', { dashboardPanels: [panel('First panel')] }, { 'dashboard/panel.html': html });
  writeBundle(root, 'second', { dashboardPanels: [panel('Second panel')] }, { 'dashboard/panel.html': html });
  mkdirSync(path.join(root, 'shared-code'));
  writeFileSync(path.join(root, 'shared-code/secret.js'), 'secret');
  writeBundle(root, 'packages', {}, { 'node_modules/a/index.js': 'a', 'bower_components/b/b.js': 'b' });
  symlinkSync(path.join(root, 'shared-code'), path.join(root, 'bundles/packages/node_modules/linked-out'));
  server = await Server.start({ root });
});
test.afterAll(() => server.dispose());

type Bundle = { name: string; [key: string]: unknown };
const loaded = ['first', 'lab', 'lab-partner', 'old-timer', 'packages', 'second'];
const bundlesIn = (page: Page) =>
  page.evaluate(async () => {
    const bundles = nodecg.Replicant<{ name: string }[]>('bundles', 'nodecg');
    await NodeCG.waitForReplicants(bundles);
    return bundles.value ?? [];
  });
const namesIn = async (page: Page) => (await bundlesIn(page)).map(({ name }) => name).sort();

test('[C22][C82][C106] the replicant bundles holds exactly the bundles that run', async ({ page }) => {
  await openLab(page, server.url);
  await expect.poll(() => namesIn(page)).toEqual(loaded);
  const there = await inExtension(page, (extension) => extension.readReplicant('bundles', 'nodecg') as Bundle[]);
  expect(there.map(({ name }) => name).sort()).toEqual(loaded);
  // Its pages are there, or not.
  expect((await fetch(`${server.url}/bundles/first/dashboard/panel.html`)).status).toBe(200);
  expect((await fetch(`${server.url}/bundles/broken/dashboard/p.html`)).status).toBe(404);
});

test('[C21] an extension reaches what another one returned, without a declared dependency', async ({ page }) => {
  await openLab(page, server.url);
  expect(await page.evaluate(() => nodecg.sendMessageToBundle('seen', 'old-timer'))).toBe('object');
});

test('[C22] a bundle is described as NodeCG does, without paths and configurations', async ({ page }) => {
  await openLab(page, server.url);
  const lab = (await bundlesIn(page)).find(({ name }) => name === 'lab');
  expect(lab).toEqual({
    name: 'lab',
    version: '0.0.1',
    license: 'MIT',
    description: expect.any(String),
    homepage: 'https://example.org/lab',
    author: 'NodeCG Next',
    compatibleRange: '^2.0.0',
    bundleDependencies: {},
    hasExtension: true,
    graphics: [{ url: '/bundles/lab/graphics/index.html', file: 'index.html', width: 1280, height: 720, singleInstance: false }],
    dashboard: {
      panels: [
        {
          ...{ bundleName: 'lab', name: 'bench', title: 'Bench', file: 'bench.html', width: 3, headerColor: '#525F78' },
          ...{ fullbleed: false, dialog: false, workspace: 'default' },
        },
        {
          ...{ bundleName: 'lab', name: 'stage', title: 'Stage', file: 'stage.html', width: 1, headerColor: '#525F78' },
          ...{ fullbleed: true, dialog: false, workspace: '__nodecg_fullbleed__lab_stage' },
        },
        {
          ...{ bundleName: 'lab', name: 'sure', title: 'Sure?', file: 'sure.html', width: 1, headerColor: '#525F78' },
          ...{ fullbleed: false, dialog: true },
          dialogButtons: [
            { name: 'Yes', type: 'confirm' },
            { name: 'No', type: 'dismiss' },
          ],
        },
      ],
    },
    assetCategories: [{ name: 'logos', title: 'Logos', allowedTypes: ['png'] }],
    mount: [],
    soundCues: [expect.objectContaining({ name: 'bell', assignable: false, defaultVolume: 40 })],
    hasAssignableSoundCues: false,
    transformBareModuleSpecifiers: false,
  });
  expect(JSON.stringify(await bundlesIn(page))).not.toContain(server.root);
});

test('[C22] nobody but the server writes it', async () => {
  const client = await WireClient.connect(server.url);
  expect(await client.set('nodecg', 'bundles', [])).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  client.close();
});

test('[C107] a panel that is taken away is an error, and the old bundle stays', async ({ page }) => {
  const file = path.join(server.root, 'bundles/first/dashboard/panel.html');
  const client = await WireClient.connect(server.url);
  const views = async () => ((await client.read('nodecg', 'bundle-views')).value as unknown as Bundle[]) ?? [];
  const first = async () => (await views()).find(({ name }) => name === 'first');
  renameSync(file, `${file}.away`);
  await expect.poll(first).toMatchObject({
    state: 'failed',
    problems: [{ file: 'package.json', field: 'nodecg.dashboardPanels[0].file' }],
    panels: [{ name: 'First panel' }],
  });
  await openLab(page, server.url);
  expect(await namesIn(page)).toEqual(loaded);
  renameSync(`${file}.away`, file);
  await expect.poll(async () => (await first())?.state).toBe('running');
  client.close();
});

test('[U.panel-order] panels and bundles keep their order when a bundle changes', async ({ page }) => {
  await open(server, page, '/');
  const titles = () => page.locator('#main section:visible').getByRole('heading', { level: 2 }).allTextContents();
  await expect.poll(titles).toContain('Second panel');
  const before = await titles();
  editFile(server, 'bundles/first/package.json', (text) => text.replace('"title":"First panel"', '"title":"Renamed panel"'));
  await expect.poll(titles).toEqual(before.map((title) => (title === 'First panel' ? 'Renamed panel' : title)));
  await openLab(page, server.url);
  expect((await bundlesIn(page)).map(({ name }) => name)).toEqual(loaded);
});

test('[U.workspace-routing] a workspace and a full-bleed panel have addresses of their own', async ({ page }) => {
  writeBundle(
    server.root,
    'placed',
    { dashboardPanels: [{ ...panel('Placed'), workspace: 'Side Stage' }] },
    { 'dashboard/panel.html': html },
  );
  await open(server, page, '/');
  await page
    .getByRole('link', { name: /side stage/i })
    .first()
    .click();
  await expect(page).toHaveURL(`${server.url}/workspaces/side%20stage`);
  await expect(page.getByRole('heading', { level: 2, name: 'Placed' })).toBeVisible();
  await open(server, page, '/panels/lab/stage');
  await expect(page.frameLocator('iframe[title="Stage"]:visible').getByText('dashboard/stage')).toBeVisible();
});

/** A path as it is: `fetch` would straighten it. */
const status = (address: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path: address }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

test('[C109] packages are found in their bundle, and no address and no link leads above the root', async () => {
  expect(await status('/bundles/packages/node_modules/a/index.js')).toBe(200);
  expect(await status('/bundles/packages/bower_components/b/b.js')).toBe(200);
  for (const address of [
    '/bundles/packages/node_modules/nowhere/index.js',
    '/bundles/packages/node_modules/linked-out/secret.js',
    '/bundles/packages/node_modules/../../../shared-code/secret.js',
    '/bundles/packages/node_modules/..%2f..%2f..%2fshared-code%2fsecret.js',
    '/bundles/packages/node_modules/..%5c..%5c..%5cshared-code%5csecret.js',
    '/bundles/packages/node_modules/%2e%2e/%2e%2e/%2e%2e/shared-code/secret.js',
    '/bundles/..%2fshared-code/secret.js',
    '/node_modules/../shared-code/secret.js',
    '/node_modules/..%2fshared-code%2fsecret.js',
  ])
    expect([address, await status(address)]).toEqual([address, 404]);
});
