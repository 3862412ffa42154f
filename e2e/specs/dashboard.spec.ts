import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import {
  card,
  editFile,
  expectNoSidewaysScroll,
  open,
  openGraphic,
  panelPage,
  seriousViolations,
} from '../fixtures/dashboard.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  const root = makeRoot(['live-score', 'desk']);
  mkdirSync(path.join(root, 'bundles/broken'));
  writeFileSync(
    path.join(root, 'bundles/broken/package.json'),
    '{\n  "name": "broken"\n  "version": "2.0.0",\n  "nodecg": { "compatibleRange": "^2.0.0" }\n}\n',
  );
  server = await Server.start({ root });
});
test.afterAll(() => server.dispose());

const pages = ['/workspaces/default', '/workspaces/desk', '/graphics', '/bundles'];

test('[E103] the graphics page tells not open, on air and out of date, and reloads on air only after asking', async ({
  page,
}) => {
  await open(server, page, '/graphics');
  const bug = card(page, 'bug');
  await expect(bug.getByText('Not open')).toBeVisible();
  await expect(bug.getByRole('button', { name: 'Reload', exact: true })).toBeDisabled();
  const graphic = await openGraphic(server, page, 'bug.html');
  await expect(bug.getByText('On air', { exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: '1 on air' }).first()).toBeVisible();

  // A new manifest is not put on air by itself: what is open stays as it is, and says so.
  editFile(server, 'bundles/live-score/package.json', (text) => text.replace('"version": "1.0.0"', '"version": "1.0.1"'));
  await expect(bug.getByText('out of date')).toBeVisible();
  await graphic.evaluate(() => Object.assign(window, { stayed: true }));
  await bug.getByRole('button', { name: 'Reload', exact: true }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText(/On air now: bug · .*127\.0\.0\.1/);
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  expect(await graphic.evaluate(() => 'stayed' in window)).toBe(true);
  await bug.getByRole('button', { name: 'Reload', exact: true }).click();
  await question.getByRole('button', { name: 'Reload on air' }).click();
  await expect(bug.getByText('latest')).toBeVisible();
  await expect.poll(() => graphic.evaluate(() => 'stayed' in window)).toBe(false);

  await bug.getByRole('button', { name: /^Kill/ }).click();
  await expect(question).toContainText('goes blank');
  await question.getByRole('button', { name: 'Kill it' }).click();
  await expect(bug.getByText('Not open')).toBeVisible();
  await expect.poll(() => graphic.url()).toContain('/instance/killed.html');
  await graphic.context().close();
});

test('[E104] a graphic’s URL is copied, and dragged into OBS with its name and size', async ({ page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(server, page, '/graphics');
  await card(page, 'Score bug').getByRole('button', { name: 'Copy URL' }).click();
  await expect(page.getByText('URL of Score bug copied')).toBeVisible();
  const url = `${server.url}/bundles/scoreboard/graphics/score-bug.html`;
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(url);
  const dragged = await card(page, 'Score bug')
    .getByRole('link', { name: 'Drag to OBS' })
    .evaluate((link) => {
      const dataTransfer = new DataTransfer();
      link.dispatchEvent(new DragEvent('dragstart', { dataTransfer, bubbles: true }));
      return dataTransfer.getData('text/uri-list');
    });
  expect(dragged).toBe(`${url}?layer-name=score-bug&layer-height=1080&layer-width=1920`);
});

test('[E105] the bundles page says what is broken and how to mend it; reload, disable, undo', async ({ page }) => {
  await open(server, page, '/bundles');
  const broken = card(page, 'broken');
  await expect(broken.getByText('Failed')).toBeVisible();
  await expect(broken).toContainText('package.json · line 3');
  await expect(broken).toContainText('Fix:');
  await expect(page.getByRole('link', { name: /Bundles 1 failed/ })).toBeVisible();
  editFile(server, 'bundles/broken/package.json', (text) => text.replace('"broken"', '"broken",'));
  await expect(broken.getByText('Running', { exact: true })).toBeVisible();

  const bundle = card(page, 'live-score');
  await bundle.getByRole('button', { name: 'Reload live-score' }).click();
  await expect(page.getByText('live-score reloaded')).toBeVisible();
  await bundle.getByRole('button', { name: 'Disable live-score' }).click();
  await expect(bundle.getByText('Disabled')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(bundle.getByText('Running', { exact: true })).toBeVisible();
});

test('[E106] the search goes to a panel by keyboard alone, from inside a panel too', async ({ page }) => {
  await open(server, page, '/workspaces/default');
  await panelPage(page, 'Score').getByRole('button', { name: 'Swap sides' }).focus();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('rundown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/panels\/desk\/rundown$/);
  await expect(panelPage(page, 'Rundown').getByText('Item').first()).toBeVisible();
  await page.locator('h2', { hasText: 'Rundown' }).click();
  await page.keyboard.press('g');
  await page.keyboard.press('g');
  await expect(page).toHaveURL(/\/graphics$/);
});

test('[E107] nothing scrolls sideways and no key is shown on a phone; everything stays reachable', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const address of [...pages, '/workspaces/a%20workspace%20whose%20name%20is%20longer%20than%20any%20rail']) {
    await open(server, page, address);
    await expectNoSidewaysScroll(page);
    await expect(page.locator('kbd:visible')).toHaveCount(0);
  }
  await open(server, page, '/workspaces/default');
  const score = panelPage(page, 'Score');
  const [minus, plus] = [
    score.getByRole('button', { name: 'Harbour City: one less' }),
    score.getByRole('button', { name: 'Harbour City: one more' }),
  ];
  await expect.poll(async () => (await minus.boundingBox())?.y).toBe((await plus.boundingBox())?.y);
  await page.getByRole('link', { name: /^Bundles/ }).click();
  await expect(card(page, 'scoreboard')).toBeVisible();
});

test('[E108] axe finds nothing serious: pages and panels, dark and light', async ({ page }) => {
  const looked = { dark: ['/workspaces/default', '/graphics', '/bundles'], light: ['/workspaces/default', '/graphics'] };
  for (const [theme, addresses] of Object.entries(looked)) {
    await page.context().addCookies([{ name: 'nodecg-theme', value: theme, url: server.url }]);
    for (const address of addresses) {
      await open(server, page, address);
      if (address === '/workspaces/default') await expect(panelPage(page, 'Show control').getByRole('listitem')).toHaveCount(4);
      expect(await seriousViolations(page), `${theme} ${address}`).toEqual([]);
    }
  }
});
