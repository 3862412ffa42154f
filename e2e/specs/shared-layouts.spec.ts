import { expect, test, type Page } from '@playwright/test';
import { chooseInMenu, elsewhere, handle, middleOf, shownOrder, stage, widthOf } from '../fixtures/arranging.ts';
import { expectNoSidewaysScroll, heightOf, open, panelCard, seriousViolations } from '../fixtures/dashboard.ts';
import { makeRoot, Server } from '../fixtures/server.ts';
import { otherBrowser } from '../fixtures/other-browsers.ts';

const [a, b, c, d] = ['Alpha', 'Beta', 'Gamma', 'Delta with a long title'] as const;

let server: Server;
test.beforeEach(async () => {
  server = await Server.start({ root: makeRoot(['floor']) });
});
test.afterEach(() => server.dispose());

test('[E330] a shared layout is applied in a second window; its default, update, new name and deletion appear live', async ({
  page,
  browser,
}) => {
  await open(server, page, stage);
  await handle(page, a).focus();
  await page.keyboard.press('End');
  await panelCard(page, b).getByRole('button', { name: 'Collapse' }).click();
  await page.getByRole('button', { name: 'Layout: My layout' }).click();
  await page.getByRole('menuitem', { name: 'Save for everybody' }).click();
  await page.getByLabel('Name').fill('Desk A');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Layout: Desk A' })).toBeVisible();
  // Back to the bundles' own, and from the second window to Desk A.
  await page.getByRole('button', { name: /^Layout:/ }).click();
  await page.getByRole('menuitem', { name: 'Reset my layout' }).click();
  await expect.poll(() => shownOrder(page)).toEqual([a, b, c, d]);
  const other = await elsewhere(server, browser);
  await other.getByRole('button', { name: /^Layout:/ }).click();
  await other.getByRole('menuitemradio', { name: 'Desk A' }).click();
  for (const window of [page, other]) {
    await expect.poll(() => shownOrder(window)).toEqual([b, c, d, a]);
    await expect.poll(() => heightOf(window, b)).toBeLessThan(60);
  }
  const settings = await elsewhere(server, browser, '/settings');
  await settings.getByRole('button', { name: 'Reset the layout of Stage' }).click();
  await expect.poll(() => shownOrder(page)).toEqual([a, b, c, d]);
  await settings.getByRole('button', { name: 'Make Desk A the default' }).click();
  await expect.poll(() => shownOrder(page)).toEqual([b, c, d, a]);
  // Who changes one thing of the default keeps the rest of it.
  await panelCard(page, c).getByRole('button', { name: 'Collapse' }).click();
  await expect(page.getByRole('button', { name: 'Layout: My layout' })).toBeVisible();
  await expect.poll(() => heightOf(other, c)).toBeLessThan(60);
  expect(await shownOrder(other)).toEqual([b, c, d, a]);
  await page.getByRole('button', { name: /^Layout:/ }).click();
  await page.getByRole('menuitem', { name: /Update “Desk A”/ }).click();
  await expect(other.getByRole('button', { name: 'Layout: Desk A' })).toBeVisible();
  await settings.getByRole('button', { name: 'Rename Desk A' }).click();
  await settings.getByLabel('Rename Desk A').fill('Desk B');
  await settings.getByLabel('Rename Desk A').press('Enter');
  await expect(other.getByRole('button', { name: 'Layout: Desk B' })).toBeVisible();
  await settings.getByRole('button', { name: 'Delete Desk B' }).click();
  await settings.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(other.getByRole('button', { name: 'Layout: My layout' })).toBeVisible();
  expect(await shownOrder(other)).toEqual([b, c, d, a]);
});

test('[E331] what this browser’s NodeCG knew is taken over once, where the server has nothing', async ({ page, browser }) => {
  const old = await otherBrowser(browser);
  await old.addInitScript(() => {
    if (localStorage.getItem('test.filled')) return;
    localStorage.setItem('test.filled', 'true');
    localStorage.setItem(
      'stage_workspace_panel_sort_order',
      JSON.stringify(['floor.gamma', 'gone.panel', 'floor.alpha', 'floor.beta', 'floor.delta']),
    );
    localStorage.setItem('floor.alpha.opened', 'false');
  });
  await open(server, old, stage);
  await expect.poll(() => shownOrder(old)).toEqual([c, a, b, d]);
  await open(server, page, stage);
  await expect.poll(() => shownOrder(page)).toEqual([c, a, b, d]);
  await expect.poll(() => heightOf(page, a)).toBeLessThan(60);
  await page.getByRole('button', { name: /^Layout:/ }).click();
  await page.getByRole('menuitem', { name: 'Reset my layout' }).click();
  await expect.poll(() => shownOrder(old)).toEqual([a, b, c, d]);
  await old.reload();
  await expect.poll(() => shownOrder(old)).toEqual([a, b, c, d]);
  await expect.poll(() => heightOf(old, a)).toBeGreaterThan(60);
});

test('[E332] arranging goes on while the server is away, and is stored when it is back', async ({ page, browser }) => {
  await open(server, page, stage);
  await server.kill();
  await expect(page.getByRole('status', { name: /Reconnecting/ })).toBeVisible();
  await handle(page, a).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => shownOrder(page)).toEqual([b, a, c, d]);
  await expect(page.getByText('Not stored yet')).toBeVisible();
  await server.start();
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
  await expect(page.getByText('Not stored yet')).toHaveCount(0);
  const other = await elsewhere(server, browser);
  await expect.poll(() => shownOrder(other)).toEqual([b, a, c, d]);
});

test('[E333] on a phone panels are as wide as the screen, move by finger and key, and every place is reached', async ({
  browser,
}) => {
  const page = await otherBrowser(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await open(server, page, stage);
  await expect.poll(() => shownOrder(page)).toEqual([a, b, c, d]);
  for (const title of [a, d]) expect(await widthOf(page, title)).toBeGreaterThan(340);
  await expectNoSidewaysScroll(page);
  const touch = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', point?: { x: number; y: number }) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [point] : [] });
  const from = await middleOf(handle(page, a));
  const to = (await panelCard(page, b).boundingBox())!;
  await send('touchStart', from);
  for (const part of [0.3, 0.6, 1]) await send('touchMove', { x: from.x, y: from.y + (to.y + to.height - 10 - from.y) * part });
  await send('touchEnd');
  await expect.poll(() => shownOrder(page)).toEqual([b, a, c, d]);
  for (const button of await panelCard(page, d).getByRole('button').all()) {
    const box = (await button.boundingBox())!;
    expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(40);
  }
  const bar = page.getByRole('navigation', { name: 'Main' });
  await expect(bar.locator('[data-here]')).toHaveText(/Stage/);
  await bar.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await expect(bar.locator('[data-here]')).toHaveText(/More/);
  await bar.getByRole('button', { name: 'More' }).click();
  await expect(page.getByRole('menuitem', { name: 'Settings' })).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('Escape');
  await expectNoSidewaysScroll(page);
});

test('[E334] the settings page says what this server is, changes the look, and has no serious accessibility problem', async ({
  page,
}) => {
  await open(server, page, stage);
  await handle(page, a).focus();
  await page.keyboard.press('End');
  expect(await seriousViolations(page)).toEqual([]);
  await page.locator('body').click({ position: { x: 700, y: 700 } });
  await page.keyboard.press('g');
  await page.keyboard.press(',');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  const about = page.getByRole('region', { name: 'About this server' });
  await expect(about).toContainText(process.version);
  await expect(about).toContainText('Everything is stored');
  await expect(about).toContainText('Reached from this computer only');
  await expect(page.getByRole('region', { name: 'My layouts' })).toContainText('Stage');
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Einstellungen' })).toBeVisible();
  await page.getByRole('button', { name: 'Hell' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  expect(await seriousViolations(page)).toEqual([]);
});

test('[E335] a narrow window clamps a wide panel; its title is never under its controls', async ({ page }) => {
  await open(server, page, stage);
  await chooseInMenu(page, a, 'Width', '10 columns');
  await page.setViewportSize({ width: 1024, height: 700 });
  await expectNoSidewaysScroll(page);
  await expect.poll(async () => (await widthOf(page, a)) < 830).toBe(true);
  await middleOf(panelCard(page, d));
  const title = (await panelCard(page, d).getByRole('heading').boundingBox())!;
  for (const button of await panelCard(page, d).getByRole('button').all()) {
    const box = (await button.boundingBox())!;
    expect(box.x >= title.x + title.width - 1 || box.x + box.width <= title.x + 1).toBe(true);
  }
  expect(title.width).toBeGreaterThan(40);
});

test('[E336] who renames or deletes a shared layout and can’t is told why', async ({ page, browser }) => {
  await open(server, page, stage);
  for (const name of ['Desk A', 'Desk B']) {
    await page.getByRole('button', { name: /^Layout:/ }).click();
    await page.getByRole('menuitem', { name: 'Save for everybody' }).click();
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText(`“${name}” is there for everybody now`)).toBeVisible();
  }
  await open(server, page, '/settings');
  await page.getByRole('button', { name: 'Rename Desk A' }).click();
  await page.getByLabel('Rename Desk A').fill('Desk B');
  await page.getByLabel('Rename Desk A').press('Enter');
  await expectRefusal(page, 'There is a shared layout “Desk B” for this workspace already; choose another name.');
  // Two delete the same: both are asked, one is first.
  const other = await elsewhere(server, browser, '/settings');
  for (const window of [page, other]) await window.getByRole('button', { name: 'Delete Desk B' }).click();
  await other.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(other.getByText('“Desk B” was deleted')).toBeVisible();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expectRefusal(page, 'There is no such shared layout any more.');
});

/** Said in a note, and nowhere else. */
async function expectRefusal(page: Page, reason: string): Promise<void> {
  await expect(page.locator('[data-sonner-toast]').filter({ hasText: reason })).toContainText('Refused');
  await expect(page.getByText(reason)).toHaveCount(1);
}
