import { expect, test } from '@playwright/test';
import { open, panelCard, panelPage, writePanel } from '../fixtures/dashboard.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['desk']) });
});
test.afterAll(() => server.dispose());

for (const [name, source] of [
  ['odd', '50%off.js'],
  ['broken', 'http://[x'],
]) {
  test(`[E160] a script that calls itself "${source}" and throws hurts only its own panel`, async ({ page }) => {
    const html = `<!doctype html><body><script>\nthrow new Error('odd name')\n//# sourceURL=${source}\n</script>`;
    writePanel(server, name!, { title: name!, html });
    await open(server, page, '/workspaces/desk');
    await expect(panelCard(page, name!).getByRole('alert')).toContainText('odd name');
    await expect(panelPage(page, 'Grow').getByRole('button', { name: 'More' })).toBeVisible();
  });
}

test('[E161] an address with a hash that isn’t encoded opens its page', async ({ page }) => {
  await open(server, page, '/workspaces/desk#50%');
  await expect(panelPage(page, 'Grow').getByRole('button', { name: 'More' })).toBeVisible();
});

test('[E162] messages take the theme that the page has now', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(server, page, '/graphics');
  const copy = page.getByRole('button', { name: /^Copy URL/ }).first();
  await copy.click();
  const toasts = page.locator('[data-sonner-toaster]');
  await expect(toasts).toHaveAttribute('data-sonner-theme', 'dark');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('theme');
  await page.getByRole('option', { name: /light/i }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(toasts).toHaveAttribute('data-sonner-theme', 'light');
});
