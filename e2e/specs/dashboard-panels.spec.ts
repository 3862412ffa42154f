import { expect, test } from '@playwright/test';
import { editFile, heightOf, open, panelCard, panelPage, writePanel } from '../fixtures/dashboard.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['live-score', 'desk']) });
});
test.afterAll(() => server.dispose());

test('[E100] panels have NodeCG’s widths and the height of their content, growing and shrinking', async ({ page }) => {
  await open(server, page, '/workspaces/desk');
  for (const [title, width] of Object.entries({ One: 128, Two: 272, Grow: 416, Five: 704 })) {
    await expect.poll(async () => (await panelCard(page, title).boundingBox())?.width, title).toBe(width);
  }
  const colourOf = (title: string) =>
    panelCard(page, title)
      .locator('[style*="--panel-edge"]')
      .evaluate((header) => getComputedStyle(header).getPropertyValue('--panel-edge'));
  expect(await colourOf('One')).toBe('#525F78');
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
  await open(server, page, '/workspaces/desk');
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
  await open(server, page, '/workspaces/default');
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

test('[E115] a script error of a panel stands on its card until it is mended, also one in a listener', async ({ page }) => {
  const html = (script: string) => `<!doctype html>\n<body>Typo panel\n<script>\n${script}\n</script>`;
  writePanel(server, 'typo', { title: 'Typo', html: html("nodecg.Replicnt('score');") });
  await open(server, page, '/workspaces/desk');
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

test('[E117] a panel that grows or arrives moves no other to another column', async ({ page }) => {
  await open(server, page, '/workspaces/desk');
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
  writePanel(server, 'a-new-one', { title: 'Arrived', html: '<!doctype html><body>Hello' });
  await expect(panelPage(page, 'Arrived').getByText('Hello')).toBeVisible();
  expect(await columns()).toEqual(before);
});
