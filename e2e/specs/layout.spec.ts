import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { expectNoSidewaysScroll, heightOf, open, panelCard, panelPage, seriousViolations } from '../fixtures/dashboard.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

const [a, b, c, d] = ['Alpha', 'Beta', 'Gamma', 'Delta with a long title'] as const;
const stage = '/workspaces/stage';

let server: Server;
test.beforeEach(async () => {
  server = await Server.start({ root: makeRoot(['stage']) });
});
test.afterEach(() => server.dispose());

/** Titles as the eye reads them: by row, then from the left. */
async function shownOrder(page: Page): Promise<string[]> {
  const cards = page.locator('#main section[id^="panel-"]:visible');
  const boxes = await cards.evaluateAll((all) =>
    all.map((card) => {
      const moved = new DOMMatrix(getComputedStyle(card).transform);
      return { title: card.getAttribute('aria-label') ?? '', x: moved.e, y: moved.f };
    }),
  );
  return boxes.sort((one, other) => one.y - other.y || one.x - other.x).map(({ title }) => title);
}

const handle = (page: Page, title: string): Locator => page.getByRole('button', { name: `Move ${title}`, exact: true });

async function widthOf(page: Page, title: string): Promise<number> {
  return Math.round((await panelCard(page, title).boundingBox())?.width ?? 0);
}

async function middleOf(target: Locator): Promise<{ x: number; y: number }> {
  const box = (await target.boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Presses on one thing, goes over to a point in steps, and lets go. */
async function drag(page: Page, from: Locator, to: { x: number; y: number }): Promise<void> {
  const start = await middleOf(from);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 8, start.y + 8);
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
}

/** Resolves when the server has it: another page of the same person sees it. */
async function elsewhere(browser: Browser, address = stage): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await open(server, page, address);
  return page;
}

/** Opens a panel's menu, and its submenus by key: a pointer that jumps would leave them. */
async function chooseInMenu(page: Page, title: string, ...entries: string[]): Promise<void> {
  await panelCard(page, title)
    .getByRole('button', { name: `Actions for ${title}` })
    .click();
  const last = entries.pop()!;
  for (const name of entries) await page.getByRole('menuitem', { name }).press('ArrowRight');
  await page.locator('[role^="menuitem"]:visible').filter({ hasText: last }).click();
}

test('[E325] [U.panel-order] a dragged panel stays where it was put: after a reload, on another computer, after kill -9; its page is not loaded again', async ({
  page,
  browser,
}) => {
  await open(server, page, stage);
  await panelPage(page, a).getByRole('button').click({ clickCount: 3 });
  await expect(panelPage(page, a).getByRole('button')).toHaveText('3');
  await expect.poll(() => shownOrder(page)).toEqual([a, b, c, d]);
  const box = (await panelCard(page, c).boundingBox())!;
  await drag(page, handle(page, a), { x: box.x + box.width - 20, y: box.y + 90 });
  await expect.poll(() => shownOrder(page)).toEqual([b, c, a, d]);
  await expect(panelPage(page, a).getByRole('button')).toHaveText('3');
  const other = await elsewhere(browser);
  await expect.poll(() => shownOrder(other)).toEqual([b, c, a, d]);
  await server.kill();
  await server.start();
  const later = await elsewhere(browser);
  await expect.poll(() => shownOrder(later)).toEqual([b, c, a, d]);
  await page.reload();
  await expect.poll(() => shownOrder(page)).toEqual([b, c, a, d]);
});

test('[E326] Escape takes a drag back, and nothing is stored', async ({ page, browser }) => {
  await open(server, page, stage);
  await expect.poll(() => shownOrder(page)).toEqual([a, b, c, d]);
  const from = await middleOf(handle(page, a));
  const to = await middleOf(panelCard(page, c));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x + 60, to.y, { steps: 5 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  const other = await elsewhere(browser);
  await expect.poll(() => shownOrder(other)).toEqual([a, b, c, d]);
  expect(await shownOrder(page)).toEqual([a, b, c, d]);
});

test('[E327] arrow keys on the handle move a panel and say where it is; Escape takes it back; Shift changes its size', async ({
  page,
  browser,
}) => {
  await open(server, page, stage);
  await handle(page, a).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('Alpha: place 3 of 4')).toBeAttached();
  await expect.poll(() => shownOrder(page)).toEqual([b, c, a, d]);
  await expect(handle(page, a)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Alpha back at place 1 of 4')).toBeAttached();
  await expect.poll(() => shownOrder(page)).toEqual([a, b, c, d]);
  await page.keyboard.press('End');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByText('Alpha: 3 columns wide')).toBeAttached();
  const height = await heightOf(page, a);
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(() => heightOf(page, a)).toBe(height + 40);
  const other = await elsewhere(browser);
  await expect.poll(() => shownOrder(other)).toEqual([b, c, d, a]);
  await expect.poll(() => widthOf(other, a)).toBe(416);
  await expect.poll(() => heightOf(other, a)).toBe(height + 40);
});

test('[E328] a width from edge or menu, a fixed height that scrolls inside, collapse: all of it survives a reload and can be reset', async ({
  page,
}) => {
  await open(server, page, stage);
  const edge = panelCard(page, b).locator('[data-edge="right"]');
  const at = await middleOf(edge);
  await drag(page, edge, { x: at.x + 144, y: at.y });
  await expect.poll(() => widthOf(page, b)).toBe(416);
  await chooseInMenu(page, c, 'Width', '5 columns');
  await expect.poll(() => widthOf(page, c)).toBe(704);
  const bottom = panelCard(page, a).locator('[data-edge="bottom"]');
  const low = await middleOf(bottom);
  const before = await heightOf(page, a);
  await drag(page, bottom, { x: low.x, y: low.y - 30 });
  await expect.poll(() => heightOf(page, a)).toBeLessThan(before);
  const scrolls = () =>
    panelPage(page, a)
      .locator('html')
      .evaluate((html) => html.scrollHeight > html.clientHeight && getComputedStyle(html).overflowY !== 'hidden');
  await expect.poll(scrolls).toBe(true);
  await panelCard(page, b).getByRole('button', { name: 'Collapse' }).click();
  const low2 = await heightOf(page, a);
  await page.reload();
  await expect.poll(() => widthOf(page, b)).toBe(416);
  await expect.poll(() => heightOf(page, b)).toBeLessThan(60);
  await expect.poll(() => widthOf(page, c)).toBe(704);
  await expect.poll(() => heightOf(page, a)).toBe(low2);
  await chooseInMenu(page, a, 'Height', 'Automatic');
  await expect.poll(() => heightOf(page, a)).toBe(before);
  await chooseInMenu(page, c, 'Reset this panel');
  await expect.poll(() => widthOf(page, c)).toBe(272);
  await page.getByRole('button', { name: /^Layout:/ }).click();
  await page.getByRole('menuitem', { name: 'Reset my layout' }).click();
  await expect.poll(() => widthOf(page, b)).toBe(272);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => widthOf(page, b)).toBe(416);
});

test('[E329] two windows of one person see each other’s moves live and lose none, also when both move at once', async ({
  page,
  browser,
}) => {
  await open(server, page, stage);
  const other = await elsewhere(browser);
  await handle(page, a).focus();
  await handle(other, d).focus();
  await Promise.all([page.keyboard.press('ArrowRight'), other.keyboard.press('Home')]);
  await Promise.all([
    panelCard(page, c).getByRole('button', { name: 'Collapse' }).click(),
    panelCard(other, b).getByRole('button', { name: 'Collapse' }).click(),
  ]);
  for (const window of [page, other]) {
    await expect.poll(async () => (await shownOrder(window))[0]).toBe(d);
    await expect.poll(() => heightOf(window, b)).toBeLessThan(60);
    await expect.poll(() => heightOf(window, c)).toBeLessThan(60);
    await expect
      .poll(async () => {
        const order = await shownOrder(window);
        return order.indexOf(a) > order.indexOf(b);
      })
      .toBe(true);
  }
});

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
  const other = await elsewhere(browser);
  await other.getByRole('button', { name: /^Layout:/ }).click();
  await other.getByRole('menuitemradio', { name: 'Desk A' }).click();
  for (const window of [page, other]) {
    await expect.poll(() => shownOrder(window)).toEqual([b, c, d, a]);
    await expect.poll(() => heightOf(window, b)).toBeLessThan(60);
  }
  const settings = await elsewhere(browser, '/settings');
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
  const context = await browser.newContext();
  await context.addInitScript(() => {
    if (localStorage.getItem('test.filled')) return;
    localStorage.setItem('test.filled', 'true');
    localStorage.setItem(
      'stage_workspace_panel_sort_order',
      JSON.stringify(['stage.gamma', 'gone.panel', 'stage.alpha', 'stage.beta', 'stage.delta']),
    );
    localStorage.setItem('stage.alpha.opened', 'false');
  });
  const old = await context.newPage();
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
  const other = await elsewhere(browser);
  await expect.poll(() => shownOrder(other)).toEqual([b, a, c, d]);
});

test('[E333] on a phone panels are as wide as the screen, move by finger and key, and every place is reached', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await open(server, page, stage);
  await expect.poll(() => shownOrder(page)).toEqual([a, b, c, d]);
  for (const title of [a, d]) expect(await widthOf(page, title)).toBeGreaterThan(340);
  await expectNoSidewaysScroll(page);
  const touch = await context.newCDPSession(page);
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
  await expect(bar.locator('[data-here]')).toHaveText(/Settings/);
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
  const title = (await panelCard(page, d).getByRole('heading').boundingBox())!;
  for (const button of await panelCard(page, d).getByRole('button').all()) {
    const box = (await button.boundingBox())!;
    expect(box.x >= title.x + title.width - 1 || box.x + box.width <= title.x + 1).toBe(true);
  }
  expect(title.width).toBeGreaterThan(40);
});
