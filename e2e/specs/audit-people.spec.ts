import type { Browser, Locator, Page } from '@playwright/test';
import { addUser, adminName, loginEnvironment, password, signIn } from '../fixtures/accounts.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Server } from '../fixtures/server.ts';

test.use({ env: loginEnvironment });

test('[E516] where people sign in, each entry names who it was: sign-ins, failed ones, what was refused, and who changed whom', async ({
  server,
  page,
  browser,
}) => {
  const admin = await signIn(server, adminName);
  await addUser(server, admin, 'vera', { role: 'VIEWER', reach: 'all', grants: [] });
  await enter(server, page, adminName);
  await asVera(server, browser);
  await page.goto(`${server.url}/users`);
  await page.getByRole('button', { name: /^vera/ }).click();
  await page.getByRole('radio', { name: /Operator/ }).check();
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByText('vera changed')).toBeVisible();

  const signIns = await shown(server, page, 'area=session.');
  await expect(signIns.filter({ hasText: 'Signed in' }).filter({ hasText: 'vera' }).first()).toContainText('127.0.0.1');
  await expect(signIns.filter({ hasText: 'Signed in' }).filter({ hasText: adminName }).first()).toBeVisible();
  await expect(signIns.filter({ hasText: 'Refused' }).first()).toContainText('vera');
  const refusals = await shown(server, page, 'area=access.');
  await expect(refusals.filter({ hasText: 'vera' }).filter({ hasText: '/users' }).first()).toContainText('Refused');
  const change = (await shown(server, page, 'area=user.')).filter({ hasText: 'Changed a user' }).first();
  await expect(change).toContainText(adminName);
  await change.click();
  const what = page.getByRole('region', { name: 'What changed' });
  await expect(what).toContainText('VIEWER');
  await expect(what).toContainText('OPERATOR');
  await expect(page.locator('body')).not.toContainText(password);
});

/** Signs in after a wrong password, and asks for a page that is an administrator's. */
async function asVera(server: Server, browser: Browser): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await fill(server, page, { username: 'vera', secret: 'not her password 1' });
  await expect(page.getByRole('alert').first()).toBeVisible();
  await enter(server, page, 'vera');
  expect((await page.goto(`${server.url}/users`))?.status()).toBe(403);
  await context.close();
}

async function enter(server: Server, page: Page, username: string): Promise<void> {
  await fill(server, page, { username, secret: password });
  await expect(page.getByRole('button', { name: new RegExp(username) })).toBeVisible();
}

async function fill(server: Server, page: Page, { username, secret }: { username: string; secret: string }): Promise<void> {
  await page.goto(`${server.url}/login`);
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function shown(server: Server, page: Page, filter: string): Promise<Locator> {
  await page.goto(`${server.url}/audit?${filter}`);
  return page.locator('[data-row]');
}
