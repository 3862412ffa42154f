import type { Browser, Page } from '@playwright/test';
import { addUser, adminName, call, loginEnvironment, password, signIn, type Shown } from '../fixtures/accounts.ts';
import { expectNoSidewaysScroll, seriousViolations } from '../fixtures/dashboard.ts';
import type { Server } from '../fixtures/server.ts';
import { expect, test } from '../fixtures/test.ts';

/* What somebody stumbles over who sets a server up for the first time. */

const hourMs = 3_600_000;

test.describe('open mode', () => {
  test('E550 has no account to show and nobody to sign out', async ({ server, page }) => {
    await page.goto(`${server.url}/account`);
    await expect(page.getByText('Nobody has to sign in here')).toBeVisible();
    await expect(page.getByLabel('New password')).toHaveCount(0);
    await page.getByRole('main').getByRole('link', { name: 'Secure this server' }).click();
    await expect(page.getByRole('heading', { name: 'Make the first administrator' })).toBeVisible();
    await page.goto(`${server.url}/logout/confirm`);
    await page.getByRole('link', { name: 'To the dashboard' }).click();
    await expect(page.getByRole('heading', { name: 'Main' })).toBeVisible();
  });
});

test.describe('where people sign in', () => {
  test.use({ env: loginEnvironment });

  test('E551 refuses in the reader’s language, in words', async ({ server, browser }) => {
    const admin = await signIn(server, adminName);
    const invite = { label: 'Vera', standing: { role: 'VIEWER', reach: 'all', grants: [] }, expiresAt: Date.now() + hourMs };
    const { token } = await call<{ token: string }>(server, admin, 'invite.create', invite);
    const page = await german(browser);
    await page.goto(`${server.url}/invite?token=${token}`);
    const fill = async (name: string, secret: string) => {
      await page.getByLabel('Benutzername').fill(name);
      await page.getByLabel('Neues Passwort', { exact: true }).fill(secret);
      await page.getByRole('button', { name: 'Konto anlegen' }).click();
    };
    await fill('!!', password);
    await expect(page.getByRole('main').getByRole('alert')).toHaveText(/^Ein Benutzername besteht aus Buchstaben/);
    await fill('vera', 'password1234');
    await expect(page.getByRole('main').getByRole('alert')).toHaveText(/^Dieses Passwort wird als eines der ersten probiert/);
    await fill('vera', password);
    await expect(page.getByRole('heading', { name: 'Hauptansicht' })).toBeVisible();
    await page.goto(`${server.url}/account`);
    await page.getByLabel('Bisheriges Passwort', { exact: true }).fill('not the right one');
    await page.getByLabel('Neues Passwort', { exact: true }).fill('another horse battery 9');
    await page.getByRole('button', { name: 'Passwort ändern' }).click();
    await expect(page.getByRole('main').getByRole('alert')).toHaveText(/^Das stimmt nicht/);
    await page.goto(`${server.url}/users`);
    await expect(page.getByRole('heading', { name: 'Nicht für dich' })).toBeVisible();
    await page.context().close();
  });

  test('E552 grants a workspace by the name that everybody sees', async ({ server, browser }) => {
    const admin = await signIn(server, adminName);
    await addUser(server, admin, 'grace', { role: 'OPERATOR', reach: 'granted', grants: [] });
    const page = await signedIn(browser, server, admin);
    await page.goto(`${server.url}/users`);
    await page.getByRole('button', { name: /^grace/ }).click();
    const form = page.getByRole('group', { name: 'Add grant' });
    await form.getByLabel('Name').fill('Main');
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Take back: Workspace Main' })).toBeVisible();
    const users = await call<{ username: string; grants: { pattern: string }[] }[]>(server, admin, 'user.list');
    expect(users.find(({ username }) => username === 'grace')?.grants).toMatchObject([{ pattern: 'default' }]);
    await page.context().close();
  });

  test('E553 a guest for an hour makes a key for a graphic, which ends with what was granted', async ({ server, browser }) => {
    const admin = await signIn(server, adminName);
    const expiresAt = Date.now() + hourMs;
    const grants = [{ kind: 'workspace', pattern: 'default', level: 'write', expiresAt }];
    const grace = await addUser(server, admin, 'grace', { role: 'OPERATOR', reach: 'granted', grants });
    const page = await signedIn(browser, server, grace);
    await page.goto(`${server.url}/graphics`);
    await page.getByRole('button', { name: 'Copy URL' }).first().click();
    await expect(page.getByText(/copied, with a key/)).toBeVisible();
    const address = await page.evaluate(() => navigator.clipboard.readText());
    const keys = await call<{ expiresAt?: number }[]>(server, grace, 'key.list');
    expect(keys).toMatchObject([{ expiresAt }]);
    const obs = await browser.newContext();
    const answer = await (await obs.newPage()).goto(address);
    expect(answer?.status()).toBe(200);
    expect(answer?.url()).not.toContain('key=');
    await obs.close();
    await page.context().close();
  });

  test('E554 tells a VIEWER that OBS needs a key, and who makes one', async ({ server, browser }) => {
    const admin = await signIn(server, adminName);
    const page = await signedIn(
      browser,
      server,
      await addUser(server, admin, 'vera', { role: 'VIEWER', reach: 'all', grants: [] }),
    );
    await page.goto(`${server.url}/graphics`);
    await expect(page.getByRole('link', { name: 'Drag to OBS' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Copy URL' }).first().click();
    await expect(page.getByText(/OBS needs an address with a key/)).toBeVisible();
    await page.goto(`${server.url}/keys`);
    await expect(page.getByText(/^Who steers a graphic makes its keys/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'New key' })).toHaveCount(0);
    await page.context().close();
  });

  test('E555 fits on a phone in German', async ({ server, browser }) => {
    const admin = await signIn(server, adminName);
    const page = await signedIn(browser, server, admin, { locale: 'de-DE', viewport: { width: 390, height: 844 } });
    for (const path of ['/', '/users', '/keys', '/account', '/audit', '/graphics', '/secure', '/settings']) {
      await page.goto(`${server.url}${path}`);
      await expect(page.getByRole('status', { name: 'Verbindung: Live' })).toBeVisible();
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('header > a .truncate, header > [role=status] .truncate, nav .truncate')]
          .filter((element) => element.clientWidth > 0 && element.scrollWidth > element.clientWidth)
          .map(({ textContent }) => textContent),
      );
      expect(cut, path).toEqual([]);
      await expectNoSidewaysScroll(page);
    }
    expect(await seriousViolations(page)).toEqual([]);
    await page.context().close();
  });
});

async function german(browser: Browser): Promise<Page> {
  return (await browser.newContext({ locale: 'de-DE' })).newPage();
}

type Surroundings = { locale?: string; viewport?: { width: number; height: number } };

/** A browser that is signed in already. */
async function signedIn(browser: Browser, { url }: Server, shown: Shown, more: Surroundings = {}): Promise<Page> {
  const context = await browser.newContext({ ...more, permissions: ['clipboard-read', 'clipboard-write'] });
  const [name = '', ...value] = (shown.cookie ?? '').split('=');
  await context.addCookies([{ url, name, value: value.join('=') }]);
  return context.newPage();
}
