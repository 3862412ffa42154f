import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { open } from '../fixtures/dashboard.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Server } from '../fixtures/server.ts';

test.use({ bundles: ['sponsor-reel'] });

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="teal"/></svg>';

const put = (server: Server, category: string, name: string, content: string) =>
  writeFileSync(path.join(server.root, 'assets/sponsor-reel', category, name), content);

test('[E380] pictures are shown, other files by their type, each with its size', async ({ server, page }) => {
  await open(server, page, '/assets');
  put(server, 'logos', 'acme 5%.svg', svg);
  put(server, 'logos', 'heavy.svg', svg + ' '.repeat(12_345 - svg.length));
  put(server, 'logos', 'broken.png', 'no picture');
  put(server, 'anything', 'notes.txt', 'one');
  const file = (name: string) => page.getByRole('group', { name, exact: true });
  for (const name of ['acme 5%.svg', 'heavy.svg']) {
    const picture = file(name).locator('img');
    await expect(picture).toBeVisible();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), name).toBe(40);
  }
  await expect(file('broken.png').getByText('png', { exact: true })).toBeVisible();
  await expect(file('notes.txt').getByText('txt', { exact: true })).toBeVisible();
  await expect(page.locator('article img')).toHaveCount(2);
  const sizes = { 'acme 5%.svg': `${svg.length} B`, 'heavy.svg': '12 KB', 'broken.png': '10 B', 'notes.txt': '3 B' };
  for (const [name, size] of Object.entries(sizes)) await expect(file(name).getByText(size, { exact: true })).toBeVisible();
});

test('[E381] an upload tells how far it is, and its bar goes when the file is there', async ({ server, page }) => {
  await open(server, page, '/assets');
  await page.evaluate(() => {
    const told: number[] = [];
    Object.assign(globalThis, { told });
    new MutationObserver(() => {
      const bar = document.querySelector('[role=progressbar]');
      const percent = Number(bar?.getAttribute('aria-valuenow'));
      if (bar && told.at(-1) !== percent) told.push(percent);
    }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['aria-valuenow'] });
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 500_000,
  });
  const anything = page.getByRole('region', { name: 'Anything' });
  const file = { name: 'film.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(1_000_000) };
  await anything.locator('input[type=file]').first().setInputFiles(file);
  await expect(anything.getByRole('progressbar', { name: 'film.bin' })).toBeVisible();
  await expect(anything.getByRole('group', { name: 'film.bin' })).toBeVisible();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  const told = await page.evaluate(() => (globalThis as unknown as { told: number[] }).told);
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.filter((percent) => percent > 0 && percent < 100).length, `told: ${told.join(', ')}`).toBeGreaterThan(2);
});
