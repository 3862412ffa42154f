import { expect, test, type Page } from '@playwright/test';
import '../../src/bundles/client/globals.ts';
import { panelPage } from '../fixtures/dashboard.ts';
import { makeRoot, Server } from '../fixtures/server.ts';
import { otherBrowser } from '../fixtures/other-browsers.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot() });
});
test.afterAll(() => server.dispose());

async function openGraphic(page: Page, name: string): Promise<Page> {
  const graphic = await otherBrowser(page.context().browser()!, { viewport: { width: 1920, height: 1080 } });
  await graphic.goto(`${server.url}/bundles/scoreboard/graphics/${name}.html`);
  await expect(graphic.locator('body[data-ready]')).toBeAttached();
  return graphic;
}

/** A panel of the demo show in a tab of its own. */
async function openPanel(page: Page, name: string): Promise<Page> {
  await page.goto(`${server.url}/bundles/scoreboard/dashboard/${name}.html?standalone=true`);
  await expect(page.locator('fieldset:enabled')).toBeVisible();
  return page;
}

const transparent = 'rgba(0, 0, 0, 0)';
const looksOf = (page: Page) =>
  page.evaluate(() => ({
    size: [document.documentElement.scrollWidth, document.documentElement.scrollHeight],
    backgrounds: [document.documentElement, document.body].map((element) => getComputedStyle(element).backgroundColor),
  }));

const secondsOf = (text: string): number => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** When each text of an element began, in milliseconds of the computer's clock, from now on. */
async function recordTexts(page: Page, selector: string): Promise<void> {
  await page.locator(selector).evaluate((element) => {
    const begun: Record<string, number> = {};
    Object.assign(window, { begun });
    new MutationObserver(() => (begun[element.textContent ?? ''] ??= Date.now())).observe(element, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
}

const recordedTexts = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(() => (window as unknown as { begun: Record<string, number> }).begun);

test('[E110] the first start is on air: transparent, 1920 × 1080, and a score from a panel is on it', async ({ page }) => {
  expect(server.output).toContain(`${server.url}/`);
  for (const name of ['score-bug', 'lower-third', 'clock']) {
    const address = `${server.url}/bundles/scoreboard/graphics/${name}.html`;
    expect(server.output).toContain(address);
    const graphic = await openGraphic(page, name);
    expect(await looksOf(graphic), name).toEqual({ size: [1920, 1080], backgrounds: [transparent, transparent] });
    await graphic.context().close();
  }
  const bug = await openGraphic(page, 'score-bug');
  await expect(bug.locator('.bug-name')).toHaveText(['HAR', 'NOR']);
  await expect(bug.locator('.bug-window')).toBeInViewport({ ratio: 1 });

  await page.goto(`${server.url}/workspaces/default`);
  const score = panelPage(page, 'Score');
  const show = panelPage(page, 'Show control');
  await expect(show.getByRole('listitem').filter({ hasText: 'Clock in score bug' })).toContainText('On air');
  // Taken, but nobody shows that page: viewers see nothing of it.
  await expect(show.getByRole('listitem').filter({ hasText: 'Full-screen clock' })).toContainText('Not open');
  await score.getByRole('button', { name: 'Harbour City: one more' }).click();
  await score.getByRole('button', { name: 'Northfield: one more' }).click();
  await score.getByRole('button', { name: 'Northfield: one more' }).click();
  await expect(bug.locator('.bug-points')).toHaveText(['1', '2']);
  await score.getByRole('button', { name: 'Swap sides' }).click();
  await expect(bug.locator('.bug-name')).toHaveText(['NOR', 'HAR']);
  await score.getByRole('button', { name: 'Undo my last change' }).click();
  await score.getByRole('button', { name: 'Undo my last change' }).click();
  await expect(bug.locator('.bug-name')).toHaveText(['HAR', 'NOR']);
  await expect(bug.locator('.bug-points')).toHaveText(['1', '1']);
  await bug.context().close();
});

test('[E111] a running clock is in step on two pages and costs not one frame on the wire', async ({ page }) => {
  const frames: string[] = [];
  const panel = await openPanel(page, 'clock');
  const [bug, clock] = [await openGraphic(page, 'score-bug'), await openGraphic(page, 'clock')];
  await panel.getByRole('button', { name: /^Start/ }).click();
  await expect(bug.locator('.bug-time')).toHaveText('00:01');
  await recordTexts(bug, '.bug-time');
  await recordTexts(clock, '.clock-time');

  const watched = await page.context().newPage();
  watched.on('websocket', (socket) => {
    const note = ({ payload }: { payload: string | Buffer }): void => void frames.push(String(payload));
    socket.on('framesent', note);
    socket.on('framereceived', note);
  });
  await watched.goto(`${server.url}/bundles/scoreboard/graphics/score-bug.html`);
  await expect(watched.locator('.bug-time')).toHaveText(/00:0[2-9]/);
  // It measures the server's clock when it connects: with five round trips, with more on a busy machine.
  await expect.poll(() => frames.filter((frame) => frame.includes('"ping"')).length).toBeGreaterThanOrEqual(5);
  const from = secondsOf((await watched.locator('.bug-time').textContent()) ?? '');
  const before = frames.length;
  await expect(watched.locator('.bug-time')).toHaveText(`00:${String(from + 4).padStart(2, '0')}`);
  // `2` and `3` are the connection's own heartbeat; a round trip that measures the server's clock is one to all clocks.
  const ofTheClock = frames.slice(before).filter((frame) => !/^[23]$|"ping"|"serverTime"/.test(frame));
  expect(ofTheClock).toEqual([]);

  const [a, b] = [await recordedTexts(bug), await recordedTexts(clock)];
  const shared = Object.keys(a).filter((text) => text in b);
  expect(shared.length).toBeGreaterThan(2);
  // Both know the server's time to within a frame. What is drawn can be a frame later here and there: their screens don't beat together.
  const [ahead, behind] = await Promise.all(
    [bug, clock].map((graphic) => graphic.evaluate(() => window.nodecg.connection.serverNow() - Date.now())),
  );
  expect(Math.abs(ahead! - behind!)).toBeLessThanOrEqual(17);
  const apart = shared.map((text) => Math.abs(a[text]! - b[text]!)).sort((x, y) => x - y);
  expect(apart[Math.floor(apart.length / 2)]).toBeLessThanOrEqual(34);
  await panel.getByRole('button', { name: /^Stop/ }).click();
  await expect(panel.getByText('Stopped')).toBeVisible();
  await expect(bug.locator('.bug-time')).toHaveText((await clock.locator('.clock-time').textContent()) ?? '');
  for (const graphic of [bug, clock]) await graphic.context().close();
});

test('[E112] a countdown is adjusted while it runs and stops at zero', async ({ page }) => {
  const panel = await openPanel(page, 'clock');
  const clock = await openGraphic(page, 'clock');
  await panel.getByRole('button', { name: 'Down' }).click();
  await panel.getByLabel('Set to').fill('0:13');
  await panel.getByLabel('Set to').press('Enter');
  await expect(clock.locator('.clock-time')).toHaveText('00:13');
  await page.keyboard.press('Space');
  await expect(panel.getByText('Running')).toBeVisible();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(clock.locator('.clock-time')).toHaveText('00:01');
  await expect(clock.locator('.clock-time')).toHaveText('00:00');
  await expect(panel.getByText('Stopped')).toBeVisible();
  await panel.getByLabel('Set to').fill('rubbish');
  await panel.getByLabel('Set to').press('Enter');
  await expect(panel.getByText(/Not a time/)).toBeVisible();
  await panel.getByRole('button', { name: 'Up', exact: true }).click();
  await clock.context().close();
});

test('[E113] a lower third is taken, changed behind the scenes, taken out, and leaves by itself', async ({ page }) => {
  const panel = await openPanel(page, 'lower-third');
  const third = await openGraphic(page, 'lower-third');
  await expect(third.locator('.third')).not.toHaveAttribute('data-on-air');
  await panel.getByLabel('Name').fill('سارة Müller');
  await panel.getByRole('button', { name: /^Take/ }).click();
  await expect(third.locator('.third[data-on-air] .third-name')).toHaveText('سارة Müller');
  await expect(panel.getByRole('status').first()).toContainText('On air');
  await panel.getByLabel('Name').fill('Next guest');
  await panel.getByRole('button', { name: /^Ready/ }).click();
  await expect(panel.getByLabel('Name')).toHaveValue('Next guest');
  await expect(third.locator('.third-name')).toHaveText('سارة Müller');
  await panel.getByRole('button', { name: /^Out/ }).click();
  await expect(third.locator('.third')).not.toHaveAttribute('data-on-air');
  await expect(panel.getByRole('status').first()).toContainText('Ready');
  await panel.getByLabel('Leaves').selectOption('after 5 s');
  await panel.getByRole('button', { name: /^Take/ }).click();
  await expect(third.locator('.third[data-on-air] .third-name')).toHaveText('Next guest');
  await expect(third.locator('.third')).not.toHaveAttribute('data-on-air', '', { timeout: 8_000 });
  await panel.getByLabel('Name').fill(' ');
  await panel.getByRole('button', { name: /^Take/ }).click();
  await expect(panel.getByText('A lower third needs a name.')).toBeVisible();
  await third.context().close();
});

test('[E114] the clock runs on through a dead extension and a restarted server, and is right', async ({ page }) => {
  const bug = await openGraphic(page, 'score-bug');
  const panel = await openPanel(page, 'clock');
  await panel.getByRole('button', { name: /^Reset/ }).click();
  await expect(bug.locator('.bug-time')).toHaveText('00:00');
  await panel.getByRole('button', { name: /^Start/ }).click();
  await expect(bug.locator('.bug-time')).toHaveText('00:01');
  const startedAt = Date.now() - 1_000;
  const isRight = async (): Promise<void> => {
    const shown = secondsOf((await bug.locator('.bug-time').textContent()) ?? '');
    expect(Math.abs(shown * 1_000 - (Date.now() - startedAt))).toBeLessThan(1_500);
  };
  await bug.evaluate(() => Object.assign(window, { stayed: true }));

  const host = Object.entries(server.runtime().pids.hosts).find(([name]) => name.includes('scoreboard'))?.[1];
  process.kill(host!, 'SIGKILL');
  await isRight();
  await expect.poll(() => Object.values(server.runtime().pids.hosts).every((pid) => pid !== host)).toBe(true);
  await server.kill();
  await isRight();
  await server.start();
  await isRight();
  const fresh = await openGraphic(page, 'score-bug');
  expect(
    Math.abs(
      secondsOf((await fresh.locator('.bug-time').textContent()) ?? '') -
        secondsOf((await bug.locator('.bug-time').textContent()) ?? ''),
    ),
  ).toBeLessThanOrEqual(1);
  await expect(panel.locator('fieldset:enabled')).toBeVisible({ timeout: 30_000 });
  await panel.getByRole('button', { name: /^Stop/ }).click();
  await expect(panel.getByText('Stopped')).toBeVisible();
  await isRight();
  expect(await bug.evaluate(() => 'stayed' in window)).toBe(true);
  for (const graphic of [bug, fresh]) await graphic.context().close();
});
