import type { Browser, BrowserContext, Page } from '@playwright/test';
import { expectNoSidewaysScroll, seriousViolations } from '../fixtures/dashboard.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Server } from '../fixtures/server.ts';

const password = 'korb-lampe-31-wolke';

test.describe('open mode', () => {
  test('E520 shows that only this computer gets in, and makes the first administrator before anybody signs in', async ({
    server,
    page,
  }) => {
    await page.goto(server.url);
    await page.getByRole('link', { name: /Open: this computer only/ }).click();
    await expect(page.getByRole('heading', { name: 'Secure this server' })).toBeVisible();
    await page.getByLabel('User name').fill('ada');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByLabel('Password again').fill(password);
    await page.getByRole('button', { name: 'Make the account' }).click();
    await expect(page.getByText('ada can administer this server by signing in.')).toBeVisible();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('link', { name: /^Users/ }).click();
    await page.getByRole('button', { name: /^ada/ }).click();
    await expect(page.getByRole('radio', { name: /Administrator/ })).toBeChecked();
    await expectNoSidewaysScroll(page);
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('E521 makes a key, shows it once, and never again', async ({ server, page }) => {
    await page.goto(`${server.url}/keys`);
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).first().fill('Stream Deck');
    await page.getByRole('group', { name: 'Add grant' }).getByLabel('Name').fill('default');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    // What is only typed is not left behind in silence.
    await page.getByRole('group', { name: 'Add grant' }).getByLabel('Name').fill('talk');
    await expect(page.getByText('Add what you have typed, or clear it')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Make the key' })).toBeDisabled();
    await page.getByRole('group', { name: 'Add grant' }).getByLabel('Name').clear();
    await page.getByRole('button', { name: 'Make the key' }).click();
    const secret = await page.getByLabel('The key', { exact: true }).inputValue();
    expect(secret).toMatch(/^ncg_/);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('listitem', { name: 'Stream Deck' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('listitem', { name: 'Stream Deck' })).toBeVisible();
    expect(await page.content()).not.toContain(secret);
    await page.getByRole('button', { name: 'Revoke Stream Deck' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await expect(page.getByRole('listitem', { name: 'Stream Deck' }).getByText('Revoked')).toBeVisible();
  });
});

test.describe('people who sign in', () => {
  test.use({ env: { AUTH_MODE: 'login', ADMIN_USERNAME: 'ada', ADMIN_PASSWORD: password } });

  test('E522 invites by a link, which works once, as what it was made for', async ({ server, page, browser }) => {
    await signIn(server, page, 'ada');
    const link = await invite(server, page, { label: 'Bob', role: 'Viewer' });
    const bob = await accept(browser, link, 'bob');
    await expect(bob.page.getByRole('button', { name: /bob/ })).toBeVisible();
    await page.goto(`${server.url}/users`);
    await page.getByRole('button', { name: /^bob/ }).click();
    await expect(page.getByRole('radio', { name: /Viewer/ })).toBeChecked();
    const again = await browser.newContext();
    const second = await again.newPage();
    await second.goto(link);
    await expect(second.getByLabel('User name')).toHaveCount(0);
    await again.close();
    await bob.context.close();
  });

  test('E523 gives a VIEWER nothing to write with, and hides a restricted workspace', async ({ server, page, browser }) => {
    await signIn(server, page, 'ada');
    const link = await invite(server, page, { label: 'Vera', role: 'Viewer' });
    const { context, page: vera } = await accept(browser, link, 'vera');
    await expect(vera.getByRole('link', { name: /Talk/ }).first()).toBeVisible();
    await expect(vera.getByRole('link', { name: /^Users/ })).toHaveCount(0);
    for (const [place, button] of [
      ['bundles', /^(Reload|Disable|Restrict)/],
      ['saved', /^(Save|Restore|Delete)/],
      ['graphics', /^(Reload|Kill)/],
      ['replicants', /^(Undo|Redo)/],
    ] as const) {
      await vera.goto(`${server.url}/${place}`);
      await expect(vera.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(vera.getByRole('main').getByRole('button', { name: button })).toHaveCount(0);
    }
    await vera.goto(`${server.url}/users`);
    await expect(vera.getByRole('heading', { name: 'Not for you' })).toBeVisible();
    await page.goto(`${server.url}/users?view=restricted`);
    await page.getByRole('button', { name: 'Restrict Talk' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Restrict' }).click();
    await vera.goto(server.url);
    await expect(vera.getByRole('link', { name: /Main/ }).first()).toBeVisible();
    await expect(vera.getByRole('link', { name: /Talk/ })).toHaveCount(0);
    const answer = await context.request.get(`${server.url}/bundles/live-score/dashboard/notes.html`);
    expect([401, 403, 404]).toContain(answer.status());
    await context.close();
  });

  test('E524 shows the dashboard as a user has it, for looking only', async ({ server, page, browser }) => {
    await signIn(server, page, 'ada');
    const link = await invite(server, page, { label: 'Vera', role: 'Viewer' });
    const { context } = await accept(browser, link, 'vera');
    await page.goto(`${server.url}/users?view=restricted`);
    await page.getByRole('button', { name: 'Restrict Talk' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Restrict' }).click();
    await page.goto(`${server.url}/users`);
    await page.getByRole('button', { name: /^vera/ }).click();
    await page.getByRole('button', { name: 'See as this user' }).click();
    await expect(page.getByText(/The dashboard as vera/)).toBeVisible();
    await expect(page.getByRole('link', { name: /Main/ }).first()).toBeVisible();
    await expect(page.getByRole('link', { name: /Talk/ })).toHaveCount(0);
    await expect(page.getByRole('link', { name: /^Users/ })).toHaveCount(0);
    await page.getByRole('button', { name: 'Back to my dashboard' }).click();
    await expect(page.getByRole('link', { name: /Talk/ }).first()).toBeVisible();
    await context.close();
  });

  test('E525 signs a page out that is open when its session is revoked', async ({ server, page, browser }) => {
    await signIn(server, page, 'ada');
    const link = await invite(server, page, { label: 'Olga', role: 'Operator' });
    const { context, page: olga } = await accept(browser, link, 'olga');
    await expect(olga.getByRole('button', { name: /olga/ })).toBeVisible();
    await page.goto(`${server.url}/users`);
    await page.getByRole('button', { name: /^olga/ }).click();
    await page.getByRole('button', { name: 'End all sessions' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End all sessions' }).click();
    await expect(olga.getByText('You are signed out').or(olga.getByLabel('User name'))).toBeVisible();
    await context.close();
  });

  test('E526 gives a guest only what is granted, and until when', async ({ server, page, browser }) => {
    await signIn(server, page, 'ada');
    const link = await invite(server, page, { label: 'Gast', role: 'Operator', reach: 'Only what is granted' });
    const { context, page: guest } = await accept(browser, link, 'gast');
    await expect(guest.getByText('Nothing is shared with you yet')).toBeVisible();
    await expect(guest.getByRole('link', { name: /Talk|Main/ })).toHaveCount(0);
    await page.goto(`${server.url}/users`);
    await page.getByRole('button', { name: /^gast/ }).click();
    const form = page.getByRole('group', { name: 'Add grant' });
    await form.getByLabel('Name').fill('talk');
    await form.getByLabel('Until').selectOption('1 hour');
    await form.getByRole('button', { name: 'Add' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'talk' }).getByText(/until/)).toBeVisible();
    await guest.goto(server.url);
    await expect(guest.getByRole('link', { name: /Talk/ }).first()).toBeVisible();
    await expect(guest.getByRole('link', { name: /Main/ })).toHaveCount(0);
    await page.getByRole('button', { name: 'See as this user' }).click();
    await expect(page).toHaveURL(/\/workspaces\/talk$/);
    await page.getByRole('button', { name: 'Back to my dashboard' }).click();
    await page.goto(`${server.url}/users`);
    await page.getByRole('button', { name: /^gast/ }).click();
    await page.getByRole('button', { name: 'Take back: Workspace talk' }).click();
    await expect(page.getByRole('button', { name: 'Take back: Workspace talk' })).toHaveCount(0);
    await guest.goto(server.url);
    await expect(guest.getByRole('link', { name: /Talk/ })).toHaveCount(0);
    await context.close();
  });

  test('E527 asks for nothing in a guest’s name that would be refused', async ({ server, page, browser }) => {
    await signIn(server, page, 'ada');
    const link = await invite(server, page, { label: 'Gast', role: 'Operator', reach: 'Only what is granted' });
    const { context, page: guest } = await accept(browser, link, 'gast');
    for (const place of ['', 'graphics', 'mixer', 'assets', 'replicants', 'saved', 'bundles', 'keys', 'account', 'settings']) {
      await guest.goto(`${server.url}/${place}`);
      await expect(guest.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(guest.getByRole('status', { name: /Live/ })).toBeVisible();
    }
    await page.goto(`${server.url}/audit?area=session.`);
    await expect(page.locator('[data-row]').filter({ hasText: 'gast' })).not.toHaveCount(0);
    await page.goto(`${server.url}/audit?area=access.`);
    await expect(page.getByText('No entry matches')).toBeVisible();
    await context.close();
  });
});

async function signIn(server: Server, page: Page, username: string): Promise<void> {
  await page.goto(`${server.url}/login`);
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: new RegExp(username) })).toBeVisible();
}

async function invite(
  server: Server,
  page: Page,
  { label, role, reach }: { label: string; role: string; reach?: string },
): Promise<string> {
  await page.goto(`${server.url}/users?view=invites`);
  await page.getByLabel('For whom').fill(label);
  await page.getByRole('radio', { name: new RegExp(`^${role}`) }).check();
  if (reach !== undefined) await page.getByRole('radio', { name: new RegExp(`^${reach}`) }).check();
  await page.getByRole('button', { name: 'Make the link' }).click();
  return page.getByRole('textbox', { name: 'Invitation link' }).inputValue();
}

async function accept(browser: Browser, link: string, username: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await expect(page.getByRole('button', { name: new RegExp(username) })).toBeVisible();
  return { context, page };
}
