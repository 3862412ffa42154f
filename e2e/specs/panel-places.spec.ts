import { expect, test, type Page } from '@playwright/test';
import { heightOf, open, panelCard, panelPage, panelsRest } from '../fixtures/dashboard.ts';
import { astray, delayPage, desk, placesByPanel, placesOf, watchPlaces, writeTallPanel } from '../fixtures/panel-places.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

const heights = { a: 420, b: 60, c: 300, d: 40, e: 520, f: 90, g: 210 };
const names = Object.keys(heights);
const wide = { width: 1000, height: 2200 };
const narrow = { width: 390, height: 3000 };

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot() });
  for (const [name, heightPx] of Object.entries(heights)) writeTallPanel(server, name, heightPx);
});
test.afterAll(() => server.dispose());

/** Opens the desk, or opens it again, and resolves when all pages are as high as they will be. */
async function visit(page: Page): Promise<void> {
  await open(server, page, desk);
  for (const [name, heightPx] of Object.entries(heights))
    await expect.poll(() => heightOf(page, name), name).toBeGreaterThan(heightPx);
  await panelsRest(page);
}

async function delayAll(page: Page): Promise<void> {
  for (const [index, name] of names.entries()) await delayPage(page, name, 250 * (names.length - index));
}

test('[E565] on a later visit panels stand from the first paint on where they stay, however slow their pages, wide and narrow', async ({
  page,
}) => {
  await watchPlaces(page);
  // Each width has heights of its own, which must not be mixed.
  for (const size of [wide, narrow]) {
    await page.setViewportSize(size);
    await visit(page);
  }
  await delayAll(page);
  for (const size of [narrow, wide]) {
    await page.setViewportSize(size);
    await visit(page);
    const samples = await placesOf(page);
    const places = placesByPanel(samples);
    expect(Object.keys(places).sort()).toEqual(names);
    expect(
      Object.values(places).filter(({ length }) => length > 1),
      `${size.width} px`,
    ).toEqual([]);
    expect(samples.length).toBeGreaterThan(10);
  }
});

for (const size of [wide, narrow]) {
  test(`[E566] on a first visit no panel takes clicks before it stands, ${size.width} px wide`, async ({ page }) => {
    await page.setViewportSize(size);
    await watchPlaces(page);
    await delayAll(page);
    await delayPage(page, 'c', 2_500);
    await visit(page);
    const samples = await placesOf(page);
    expect(astray(samples)).toEqual([]);
    expect(samples.some(({ panels }) => panels.g?.isNamed === false)).toBe(true);
  });
}

test('[E567] a page that never answers holds up the others for a moment only', async ({ page }) => {
  await page.setViewportSize(wide);
  await watchPlaces(page);
  await delayPage(page, 'a', 'forever');
  await page.goto(server.url + desk);
  await panelPage(page, 'g').getByRole('button').click();
  const samples = await placesOf(page);
  const first = (isIt: (panels: (typeof samples)[number]['panels']) => boolean) => samples.find(({ panels }) => isIt(panels))!.at;
  const begun = first((panels) => panels.g !== undefined);
  const usable = first((panels) => Object.entries(panels).every(([name, { takesClicks }]) => takesClicks || name === 'a'));
  expect(usable - begun).toBeLessThan(5_000);
  expect(astray(samples)).toEqual([]);
});

test('[E568] a panel stays under the pointer when one above it grows or shrinks', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 700 });
  await visit(page);
  const { y } = (await panelCard(page, 'c').boundingBox())!;
  await page.locator('#main').hover();
  await page.mouse.wheel(0, y - 150);
  const top = async () => Math.round((await panelCard(page, 'c').boundingBox())!.y);
  await expect.poll(top).toBeLessThan(300);
  await panelPage(page, 'c').getByRole('button').hover();
  const before = await top();
  const grow = async (px: number) => {
    const height = await heightOf(page, 'b');
    await panelPage(page, 'b')
      .locator('div')
      .evaluate((div: HTMLElement, more) => (div.style.height = `${div.offsetHeight + more}px`), px);
    await expect.poll(() => heightOf(page, 'b')).toBe(height + px);
    expect(await top()).toBe(before);
  };
  await grow(300);
  await grow(-320);
});

test('[E569] on a phone a page that scrolls inside reaches down to the navigation, but not under a notice', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 700 });
  await open(server, page, '/replicants');
  const edgesOf = async (selector: string) => {
    const { y, height } = (await page.locator(selector).boundingBox())!;
    return { top: Math.round(y), bottom: Math.round(y + height) };
  };
  const list = '#main > div:visible:not([data-notices]) > div';
  const navigation = await edgesOf('nav:visible');
  expect(navigation.top - (await edgesOf(list)).bottom).toBeLessThan(16);
  await server.kill();
  await expect(page.locator('[data-notices] p')).toBeVisible();
  expect((await edgesOf(list)).bottom).toBeLessThanOrEqual((await edgesOf('[data-notices]')).top);
});
