import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../fixtures/test.ts';
import type { Server } from '../fixtures/server.ts';

function edit(server: Server, file: string, change: (text: string) => string): void {
  const absolute = path.join(server.root, file);
  writeFileSync(absolute, change(readFileSync(absolute, 'utf8')));
}

test('[E40] an edited panel is live again, and the panel beside it keeps what was typed', async ({ server, page }) => {
  await page.goto(`${server.url}/workspaces/talk`);
  await page.frameLocator('iframe[title="Notes"]').getByLabel('Note').fill('half-typed');
  await page.goto(`${server.url}/workspaces/default`);
  const score = page.frameLocator('iframe[title="Live score"]');
  await expect(score.locator('#home')).toHaveText('0');
  edit(server, 'bundles/live-score/dashboard/score.html', (text) => text.replace('Home +1', 'Home plus one'));
  await expect(score.getByRole('button', { name: 'Home plus one' })).toBeVisible({ timeout: 3_000 });
});

test('[E41] an edited graphic is live again; the other graphic and its page stay as they are', async ({ server, browser }) => {
  const context = await browser.newContext();
  const [bug, other] = [await context.newPage(), await context.newPage()];
  await bug.goto(`${server.url}/bundles/live-score/graphics/bug.html`);
  await other.goto(`${server.url}/bundles/live-score/graphics/other.html`);
  const loadedOnce = await other.evaluate(() => (window as unknown as { loadedOnce: number }).loadedOnce);
  await expect(bug.locator('#bug')).toHaveText('0 - 0');
  edit(server, 'bundles/live-score/graphics/bug.html', (text) => text.replace("' - '", "' to '"));
  await expect(bug.locator('#bug')).toHaveText('0 to 0', { timeout: 3_000 });
  expect(await other.evaluate(() => (window as unknown as { loadedOnce: number }).loadedOnce)).toBe(loadedOnce);
  await context.close();
});

test('[E42] an edited extension is live again within a second, and its replicants kept their values', async ({
  server,
  connect,
}) => {
  const client = await connect();
  const ask = async (): Promise<unknown> => {
    const reply = await client.request('message', { bundle: 'live-score', name: 'double', content: 21, expectReply: true });
    return reply.ok ? reply.value.value : reply.error.code;
  };
  expect(await ask()).toBe(42);
  await client.subscribe('live-score', 'score');
  await client.set('live-score', 'score', { home: 5, away: 1 });
  edit(server, 'bundles/live-score/extension.js', (text) => text.replace('value * 2', 'value * 3'));
  await expect.poll(ask, { timeout: 3_000, intervals: [25] }).toBe(63);
  expect((await client.read('live-score', 'score')).value).toEqual({ home: 5, away: 1 });
});

test('[E43] an edited manifest, configuration and schema take effect', async ({ server, connect, page }) => {
  await page.goto(`${server.url}/workspaces/default`);
  await expect(page.locator('iframe[title="Live score"]')).toBeVisible();
  edit(server, 'bundles/live-score/package.json', (text) => text.replace('"title": "Live score"', '"title": "The score"'));
  await expect(page.locator('iframe[title="The score"]')).toBeVisible({ timeout: 3_000 });

  const client = await connect();
  await client.subscribe('live-score', 'score');
  edit(server, 'bundles/live-score/schemas/score.json', (text) => text.replace(/"minimum": 0, /g, ''));
  await expect
    .poll(async () => (await client.set('live-score', 'score', { home: -1, away: 0 })).ok, { timeout: 3_000 })
    .toBe(true);
});

test('[E44] a broken edit is shown with file and reason, the last good version stays on air, and mending it is enough', async ({
  server,
  page,
  browser,
}) => {
  const context = await browser.newContext();
  const graphic = await context.newPage();
  await graphic.goto(`${server.url}/bundles/live-score/graphics/bug.html`);
  await expect(graphic.locator('#bug')).toHaveText('0 - 0');
  await page.goto(`${server.url}/bundles`);
  const manifest = readFileSync(path.join(server.root, 'bundles/live-score/package.json'), 'utf8');
  writeFileSync(path.join(server.root, 'bundles/live-score/package.json'), '{ "name": "live-score", ');
  const card = page.getByRole('article', { name: 'live-score' });
  await expect(card).toContainText(/failed/i);
  await expect(card).toContainText('package.json');
  expect((await graphic.goto(`${server.url}/bundles/live-score/graphics/bug.html`))?.status()).toBe(200);
  writeFileSync(path.join(server.root, 'bundles/live-score/package.json'), manifest);
  await expect(card).toContainText(/running/i);
  await context.close();
});

test('[E46] a source in OBS whose graphic is missing shows nothing, and the graphic as soon as it is there', async ({
  server,
  browser,
}) => {
  const obs = await browser.newContext({ userAgent: 'Mozilla/5.0 Chrome/127.0.0.0 Safari/537.36 OBS/31.0.0' });
  const source = await obs.newPage();
  expect((await source.goto(`${server.url}/bundles/live-score/graphics/late.html`))?.status()).toBe(404);
  expect(await source.evaluate(() => document.body.innerText.trim())).toBe('');
  writeFileSync(path.join(server.root, 'bundles/live-score/graphics/late.html'), '<!DOCTYPE html><p id="late">here</p>');
  await expect(source.locator('#late')).toHaveText('here');
  await obs.close();
});

test('[E45] a bundle folder that comes and goes while the server runs', async ({ server, connect }) => {
  const client = await connect();
  const names = async (): Promise<string[]> =>
    ((await client.read('nodecg', 'bundles')).value as { name: string }[]).map(({ name }) => name);
  const { cpSync } = await import('node:fs');
  cpSync(path.join(import.meta.dirname, '../bundles/crasher'), path.join(server.root, 'bundles/crasher'), { recursive: true });
  await expect.poll(names).toContain('crasher');
  rmSync(path.join(server.root, 'bundles/crasher'), { recursive: true });
  await expect.poll(names).not.toContain('crasher');
});
