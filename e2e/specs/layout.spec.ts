import { expect, test } from '@playwright/test';
import { chooseInMenu, drag, elsewhere, handle, middleOf, shownOrder, stage, widthOf } from '../fixtures/arranging.ts';
import { editFile, heightOf, open, panelCard, panelPage, shownAs } from '../fixtures/dashboard.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

const [a, b, c, d] = ['Alpha', 'Beta', 'Gamma', 'Delta with a long title'] as const;

let server: Server;
test.beforeEach(async () => {
  server = await Server.start({ root: makeRoot(['floor']) });
});
test.afterEach(() => server.dispose());

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
  const other = await elsewhere(server, browser);
  await expect.poll(() => shownOrder(other)).toEqual([b, c, a, d]);
  await server.kill();
  await server.start();
  const later = await elsewhere(server, browser);
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
  // It is in the hand, and the others stand still.
  await expect.poll(async () => (await panelCard(page, a).boundingBox())!.x).toBeGreaterThan(from.x + 200);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  const other = await elsewhere(server, browser);
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
  const other = await elsewhere(server, browser);
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
  const other = await elsewhere(server, browser);
  await handle(page, a).focus();
  await handle(other, d).focus();
  await Promise.all([page.keyboard.press('ArrowRight'), other.keyboard.press('Home')]);
  // By keyboard: what each moves is moving under the other's mouse.
  await Promise.all([
    panelCard(page, c).getByRole('button', { name: 'Collapse' }).press('Enter'),
    panelCard(other, b).getByRole('button', { name: 'Collapse' }).press('Enter'),
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

test('[E337] a panel that goes away while it is in the hand ends the drag: the others take the mouse as before', async ({
  page,
}) => {
  await open(server, page, stage);
  const from = await middleOf(handle(page, a));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 90, from.y + 30, { steps: 5 });
  await expect.poll(async () => (await panelCard(page, a).boundingBox())!.x).toBeGreaterThan(from.x);
  editFile(server, 'bundles/floor/package.json', (json) => json.replace(/\{ "name": "alpha".*\n/, ''));
  await expect(panelCard(page, a)).toBeHidden();
  await page.mouse.up();
  await panelPage(page, b).getByRole('button').click();
  await expect(panelPage(page, b).getByRole('button')).toHaveText('1');
});

test('[E338] a page that grows moves the panels below it at once, so that none lies over another; arranged panels glide', async ({
  page,
}) => {
  await page.addInitScript(() => {
    addEventListener('transitionrun', ({ target, propertyName }) => {
      const isCard = target instanceof Element && target.id.startsWith('panel-') && propertyName === 'transform';
      if (isCard) document.documentElement.dataset.glides = String(Number(document.documentElement.dataset.glides ?? 0) + 1);
    });
  });
  await page.setViewportSize({ width: 1000, height: 800 });
  await open(server, page, stage);
  await middleOf(panelCard(page, c));
  const topOf = async () => (await panelCard(page, c).boundingBox())!.y;
  const before = await topOf();
  await panelPage(page, a)
    .locator('body')
    .evaluate((body) => (body.style.paddingBottom = '200px'));
  await expect.poll(topOf).toBeGreaterThan(before + 150);
  await expect(page.locator('html')).not.toHaveAttribute('data-glides');
  await handle(page, a).focus();
  await page.keyboard.press('End');
  await expect(page.locator('html')).toHaveAttribute('data-glides');
});

test('[E383] handle, buttons and menu of every card are there to be seen while nothing points at them', async ({ page }) => {
  await open(server, page, stage);
  await page.mouse.move(0, 0);
  for (const title of [a, b, c, d]) {
    const header = panelCard(page, title).locator('header');
    const buttons = [header.getByRole('link', { name: 'Open in its own tab' }), header.getByRole('button', { name: 'Collapse' })];
    const always = [handle(page, title), header.getByRole('button', { name: `Actions for ${title}` })];
    // A narrow card has its buttons in its menu.
    for (const control of title === d ? always : [...always, ...buttons]) {
      const symbol = control.locator('svg');
      await expect(symbol).toBeInViewport({ ratio: 1 });
      await expect.poll(() => shownAs(symbol), `${title}: ${String(control)}`).toEqual({ opacity: 1, visibility: 'visible' });
    }
  }
});
