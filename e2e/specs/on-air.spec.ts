import { panelsRest } from '../fixtures/dashboard.ts';
import { bytesOnTheWire } from '../fixtures/on-the-wire.ts';
import { expect, test } from '../fixtures/test.ts';

test('[E1] a score changed in a dashboard panel is on a graphic in another browser', async ({ server, page, browser }) => {
  const obs = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const graphic = await obs.newPage();
  await graphic.goto(`${server.url}/bundles/live-score/graphics/bug.html`);
  await expect(graphic.locator('#bug')).toHaveText('0 - 0');

  await page.goto(server.url);
  const panel = page.frameLocator('iframe[title="Live score"]');
  await expect(panel.locator('#home')).toHaveText('0');
  await panelsRest(page);
  await panel.getByRole('button', { name: 'Home +1' }).click();
  await expect(panel.locator('#home')).toHaveText('1');
  await expect(graphic.locator('#bug')).toHaveText('1 - 0');
  await obs.close();
});

test('[E2] what was shown before a kill is shown after it, on the page that stayed open and on a new one', async ({
  server,
  page,
  connect,
  context,
}) => {
  await page.goto(`${server.url}/bundles/live-score/dashboard/score.html?standalone=true`);
  await expect(page.locator('#home')).toHaveText('0');
  await page.getByRole('button', { name: 'Home +1' }).click();
  await expect(page.locator('#home')).toHaveText('1');
  // NodeCG's pages wait for no acknowledgement; this one is given when everything before it is stored, too.
  const writer = await connect();
  await writer.subscribe('live-score', 'barrier', 0);
  expect(await writer.set('live-score', 'barrier', 1)).toMatchObject({ ok: true });
  const before = await writer.read('live-score', 'score');
  expect(before.value).toEqual({ home: 1, away: 0 });

  await server.kill();
  await expect(page.locator('#home')).toHaveText('1');
  await server.start();

  const { value, revision } = await (await connect()).read('live-score', 'score');
  expect({ value, revision }).toEqual({ value: before.value, revision: before.revision });
  const graphic = await context.newPage();
  await graphic.goto(`${server.url}/bundles/live-score/graphics/bug.html`);
  await expect(graphic.locator('#bug')).toHaveText('1 - 0');
  await expect(page.locator('#home')).toHaveText('1');
  await expect(async () => {
    await page.getByRole('button', { name: 'Home +1' }).click();
    await expect(page.locator('#home')).not.toHaveText('1', { timeout: 500 });
  }).toPass();
  await expect(graphic.locator('#bug')).toHaveText(/^[2-9] - 0$/);
});

test('[E3] a panel asks the extension and gets its acknowledgement', async ({ server, page }) => {
  await page.goto(`${server.url}/bundles/live-score/dashboard/score.html?standalone=true`);
  await expect(page.locator('#home')).toHaveText('0');
  await page.getByRole('button', { name: 'Home +1' }).click();
  await expect(page.locator('#home')).toHaveText('1');
  await page.getByRole('button', { name: 'Double?' }).click();
  await expect(page.locator('#answer')).toHaveText('2');
});

test('[E4] the graphic is transparent and carries less than 30 KB of our code', async ({ server, page }) => {
  await page.goto(`${server.url}/bundles/live-score/graphics/bug.html`);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgba(0, 0, 0, 0)');
  const scripts = () =>
    page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map((entry) => new URL(entry.name).pathname)
        .filter((path) => path.endsWith('.js'))
        .sort(),
    );
  const always = ['/api.js', '/client_registration.js', '/socket.io/socket.io.js', '/socket.js'];
  // The validator comes afterwards, because this graphic has a replicant with a schema.
  await expect.poll(scripts).toEqual([always[0], always[1], '/nodecg-schemas.min.js', ...always.slice(2)]);
  expect(await bytesOnTheWire(always.map((path) => server.url + path))).toBeLessThan(30 * 1024);
});
