import { expect, test, type Page } from '@playwright/test';
import { heightOf, open, panelCard, panelPage, panelsRest } from '../fixtures/dashboard.ts';
import {
  astray,
  delayPage,
  desk,
  growPanel,
  placesByPanel,
  placesOf,
  watchPlaces,
  watchScrolling,
  writeTallPanel,
} from '../fixtures/panel-places.ts';
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
  await visited(page);
}

async function visited(page: Page): Promise<void> {
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

test('[E567] nor does a page that loads itself again and again and never has a height', async ({ page }) => {
  await page.setViewportSize(wide);
  const body = '<!doctype html><meta http-equiv="refresh" content="1"><style>html,body{height:100%;margin:0}</style>';
  await page.route('**/bundles/a/dashboard/panel.html', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(server.url + desk);
  await panelPage(page, 'g').getByRole('button').click();
  await expect(panelCard(page, 'a')).toHaveAttribute('aria-busy', 'false');
});

test('[E566] a first visit doesn’t scroll by itself, wherever the mouse rests', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 700 });
  await delayAll(page);
  await page.goto(server.url + desk);
  await expect(page.locator('#main section')).toHaveCount(names.length);
  await page.mouse.move(195, 480);
  await page.mouse.move(195, 500);
  expect(await page.locator('#main section:hover').getAttribute('aria-busy')).toBe('true');
  const scrolled = await watchScrolling(page);
  await visited(page);
  expect(await scrolled()).toBe(0);
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

test('[E568] what can’t be kept under the pointer takes no clicks when it moves', async ({ page }) => {
  await page.setViewportSize(narrow);
  await visit(page);
  await watchPlaces(page);
  await page.reload();
  await visited(page);
  await panelPage(page, 'e').getByRole('button').hover();
  const height = await heightOf(page, 'd');
  growPanel(server, 'd', 200);
  await expect.poll(() => heightOf(page, 'd')).toBe(height + 200);
  await panelsRest(page);
  const samples = await placesOf(page);
  expect(placesByPanel(samples).e).toHaveLength(2);
  expect(astray(samples)).toEqual([]);
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
