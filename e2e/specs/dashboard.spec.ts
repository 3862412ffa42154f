import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { card, editFile, expectNoSidewaysScroll, panelCard, panelPage, seriousViolations } from '../fixtures/dashboard.ts';
import { childrenOf, makeRoot, Server } from '../fixtures/server.ts';

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

/** Puts a bundle with one panel on workspace `desk`. The manifest last: with it the bundle begins. */
function writeBundle(name: string, panel: { title: string; html: string }, schema?: { replicant: string; json: object }): void {
  const directory = path.join(server.root, 'bundles', name);
  mkdirSync(path.join(directory, 'dashboard'), { recursive: true });
  mkdirSync(path.join(directory, 'schemas'));
  writeFileSync(path.join(directory, 'dashboard/panel.html'), panel.html);
  if (schema) writeFileSync(path.join(directory, `schemas/${schema.replicant}.json`), JSON.stringify(schema.json));
  const dashboardPanels = [{ name: 'panel', title: panel.title, file: 'panel.html', width: 2, workspace: 'desk' }];
  const manifest = { name, version: '1.0.0', nodecg: { compatibleRange: '^2.0.0', dashboardPanels } };
  writeFileSync(path.join(directory, 'package.json'), JSON.stringify(manifest));
}

const pages = ['/workspaces/default', '/workspaces/desk', '/graphics', '/bundles'];

async function open(page: Page, address: string): Promise<void> {
  await page.goto(server.url + address);
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
}

/** A graphic in another browser, as OBS shows it. */
async function openGraphic(page: Page, file: string): Promise<Page> {
  const graphic = await (await page.context().browser()!.newContext()).newPage();
  await graphic.goto(`${server.url}/bundles/live-score/graphics/${file}`);
  return graphic;
}

async function heightOf(page: Page, title: string): Promise<number> {
  return Math.round((await panelCard(page, title).boundingBox())?.height ?? 0);
}

test('[E100] panels have NodeCG’s widths and the height of their content, growing and shrinking', async ({ page }) => {
  await open(page, '/workspaces/desk');
  for (const [title, width] of Object.entries({ One: 128, Two: 272, Grow: 416, Five: 704 })) {
    await expect.poll(async () => (await panelCard(page, title).boundingBox())?.width, title).toBe(width);
  }
  const grow = panelPage(page, 'Grow');
  await expect(grow.getByRole('button', { name: 'More' })).toBeVisible();
  await expect.poll(() => heightOf(page, 'Grow')).toBeLessThan(120);
  const before = await heightOf(page, 'Grow');
  await grow.getByRole('button', { name: 'More' }).click();
  await expect.poll(() => heightOf(page, 'Grow')).toBe(before + 300);
  await grow.getByRole('button', { name: 'Less' }).click();
  await expect.poll(() => heightOf(page, 'Grow')).toBe(before);
  // A panel whose script throws is shown as far as it came, and hurts no other.
  await expect(panelPage(page, 'Throws').getByText('Before the throw')).toBeVisible();
});

test('[E101] a collapsed panel stays collapsed, under NodeCG’s own key; what was typed stays across pages', async ({ page }) => {
  await open(page, '/workspaces/desk');
  await panelPage(page, 'Five').getByLabel('Note').fill('half-typed');
  await panelCard(page, 'Grow').getByRole('button', { name: 'Collapse' }).click();
  await expect.poll(() => heightOf(page, 'Grow')).toBeLessThan(50);
  expect(await page.evaluate(() => localStorage.getItem('desk.grow.opened'))).toBe('false');
  await page.getByRole('link', { name: /^Graphics/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Graphics' })).toBeVisible();
  await page.goBack();
  await expect(panelPage(page, 'Five').getByLabel('Note')).toHaveValue('half-typed');
  await page.reload();
  await expect(panelCard(page, 'Grow').getByRole('button', { name: 'Expand' })).toBeVisible();
  await panelCard(page, 'Grow').getByRole('button', { name: 'Expand' }).click();
  await expect.poll(() => heightOf(page, 'Grow')).toBeGreaterThan(60);
});

test('[E102] a first-party panel stands on its card without a frame, alone as well, and follows the theme', async ({ page }) => {
  await open(page, '/workspaces/default');
  const body = panelPage(page, 'Score').locator('body');
  await expect(body).toHaveCSS('margin', '0px');
  await expect(body).toHaveCSS('background-color', 'rgb(17, 21, 28)');
  await page.getByRole('button', { name: /^Signed in as/ }).click();
  await page.getByRole('menuitemradio', { name: 'Light' }).click();
  await expect(body).toHaveCSS('background-color', 'rgb(246, 248, 250)');
  await page.goto(`${server.url}/bundles/scoreboard/dashboard/score.html?standalone=true`);
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(246, 248, 250)');
  await expect(page.locator('body')).toHaveCSS('margin', '0px');
});

test('[E103] the graphics page tells not open, on air and out of date, and reloads on air only after asking', async ({
  page,
}) => {
  await open(page, '/graphics');
  const bug = card(page, 'bug');
  await expect(bug.getByText('Not open')).toBeVisible();
  await expect(bug.getByRole('button', { name: 'Reload', exact: true })).toBeDisabled();
  const graphic = await openGraphic(page, 'bug.html');
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
  await expect.poll(() => graphic.url()).toBe('about:blank');
  await graphic.context().close();
});

test('[E104] a graphic’s URL is copied, and dragged into OBS with its name and size', async ({ page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, '/graphics');
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
  await open(page, '/bundles');
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
  await open(page, '/workspaces/default');
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
    await open(page, address);
    await expectNoSidewaysScroll(page);
    await expect(page.locator('kbd:visible')).toHaveCount(0);
  }
  await open(page, '/workspaces/default');
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
      await open(page, address);
      if (address === '/workspaces/default') await expect(panelPage(page, 'Show control').getByRole('listitem')).toHaveCount(4);
      expect(await seriousViolations(page), `${theme} ${address}`).toEqual([]);
    }
  }
});

test('[E109] a dashboard that stays open says when the server is gone, when changes aren’t stored, and when all is well again', async ({
  page,
}) => {
  await open(page, '/workspaces/default');
  const score = panelPage(page, 'Score');
  const plus = score.getByRole('button', { name: 'Harbour City: one more' });
  await plus.click();
  await expect(score.getByTestId('score-home')).toHaveText('1');

  const database = [server.runtime().pids.postgres, ...childrenOf(server.runtime().pids.postgres)];
  try {
    for (const pid of database) process.kill(pid, 'SIGSTOP');
    await plus.click();
    await expect(score.getByTestId('score-home')).toHaveText('2');
    await expect(page.getByText(/change is on air but not stored yet/)).toBeVisible({ timeout: 30_000 });
  } finally {
    for (const pid of database) process.kill(pid, 'SIGCONT');
  }
  await expect(page.getByText(/on air but not stored yet/)).toBeHidden({ timeout: 30_000 });

  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await server.kill();
  await expect(page.getByText(/Connection lost at/)).toBeVisible();
  await expect(page.getByText('Stale', { exact: true }).locator('visible=true')).toHaveCount(1);
  await expect(score.getByTestId('score-home')).toHaveText('2');
  await expect(plus).toBeDisabled();
  await server.start();
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/Connection lost at/)).toBeHidden();
  await plus.click();
  await expect(score.getByTestId('score-home')).toHaveText('3');
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
});

test('[E115] a script error of a panel stands on its card until it is mended, also one in a listener', async ({ page }) => {
  const html = (script: string) => `<!doctype html>\n<body>Typo panel\n<script>\n${script}\n</script>`;
  writeBundle('typo', { title: 'Typo', html: html("nodecg.Replicnt('score');") });
  await open(page, '/workspaces/desk');
  const strip = panelCard(page, 'Typo').getByRole('alert');
  await expect(strip).toContainText('nodecg.Replicnt is not a function');
  await expect(strip).toContainText('dashboard/panel.html:4');
  await expect(panelCard(page, 'One').getByRole('alert')).toHaveCount(0);
  const throwsLater = "nodecg.Replicant('score', { defaultValue: 1 }).on('change', (score) => score.home.points);";
  editFile(server, 'bundles/typo/dashboard/panel.html', () => html(throwsLater));
  await expect(strip).toContainText("reading 'points'");
  editFile(server, 'bundles/typo/dashboard/panel.html', () => html("Promise.reject(new Error('nobody catches this'));"));
  await expect(strip).toContainText('nobody catches this');
  editFile(server, 'bundles/typo/dashboard/panel.html', () => html('document.body.append(" mended")'));
  await expect(panelPage(page, 'Typo').getByText('mended')).toBeVisible();
  await expect(strip).toHaveCount(0);
});

test('[E116] what is refused is said in words, and panels take no typing while the connection is away', async ({ page }) => {
  const html = `<!doctype html><label>Name <input oninput="name_.value = this.value"></label>
    <script>const name_ = nodecg.Replicant('name', { defaultValue: '' });</script>`;
  const json = { type: 'string', maxLength: 5 };
  writeBundle('strict', { title: 'Strict', html }, { replicant: 'name', json });
  await open(page, '/workspaces/desk');
  const field = panelPage(page, 'Strict').getByLabel('Name');
  await field.pressSequentially('short');
  await expect(page.getByText(/^Not changed/)).toHaveCount(0);
  await field.press('x');
  await expect(page.getByText(/^Not changed: name of strict\. ./)).toHaveCount(1);

  await server.kill();
  await expect(page.getByText(/Connection lost at/)).toBeVisible();
  await page.keyboard.type('lost');
  await expect(field).toHaveValue('shortx');
  await server.start();
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible({ timeout: 30_000 });
  await expect(field).toHaveValue('shortx');
  await field.click();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await expect(field).toHaveValue('short');
});

test('[E117] a panel that grows or arrives moves no other to another column', async ({ page }) => {
  await open(page, '/workspaces/desk');
  const grow = panelPage(page, 'Grow');
  await expect(grow.getByRole('button', { name: 'More' })).toBeVisible();
  const columns = async () =>
    Object.fromEntries(
      await Promise.all(
        ['One', 'Two', 'Five', 'Grow', 'Throws'].map(async (title) => [title, (await panelCard(page, title).boundingBox())?.x]),
      ),
    ) as Record<string, number>;
  await expect.poll(async () => Object.values(await columns()).every((x) => x > 0)).toBe(true);
  const before = await columns();
  const height = await heightOf(page, 'Grow');
  await grow.getByRole('button', { name: 'More' }).click();
  await expect.poll(() => heightOf(page, 'Grow')).toBe(height + 300);
  expect(await columns()).toEqual(before);
  // First by name, so it would come before all of them.
  writeBundle('a-new-one', { title: 'Arrived', html: '<!doctype html><body>Hello' });
  await expect(panelPage(page, 'Arrived').getByText('Hello')).toBeVisible();
  expect(await columns()).toEqual(before);
});
