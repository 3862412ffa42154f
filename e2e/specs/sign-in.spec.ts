import type { Page } from '@playwright/test';
import { seriousViolations, expectNoSidewaysScroll } from '../fixtures/dashboard.ts';
import { inDatabase } from '../fixtures/database.ts';
import { directory, oidcClient, signInAtOidc, startLdap, startOidc, type Running } from '../fixtures/identity-providers.ts';
import { freePort, makeRoot, Server } from '../fixtures/server.ts';
import { fillIn, tokenOf } from '../fixtures/sign-in-page.ts';
import { expect, test } from '@playwright/test';
import { otherBrowser } from '../fixtures/other-browsers.ts';

const password = 'correct horse battery';
const admins = 'cn=admins,ou=groups,dc=show';
let server: Server;
let oidc: Running;
let ldap: Running;

test.beforeAll(async () => {
  const port = await freePort();
  oidc = await startOidc(`http://127.0.0.1:${port}/api/auth/callback/oidc`, { 'sub-olga': ['crew'] });
  ldap = await startLdap([
    { uid: 'dora', password: 'doras password', groups: [admins] },
    { uid: 'dirk', password: 'dirks password', groups: [] },
  ]);
  server = await Server.start({
    root: makeRoot(),
    port,
    env: {
      AUTH_MODE: 'login',
      ADMIN_USERNAME: 'ada',
      ADMIN_PASSWORD: password,
      OIDC_ISSUER: oidc.url,
      OIDC_CLIENT_ID: oidcClient.id,
      OIDC_CLIENT_SECRET: oidcClient.secret,
      OIDC_NAME: 'Crew ID',
      OIDC_GROUPS_CLAIM: 'groups',
      OIDC_OPERATORS: 'group:crew',
      LDAP_URL: ldap.url,
      LDAP_BIND_DN: directory.bindDn,
      LDAP_BIND_PASSWORD: directory.bindPassword,
      LDAP_SEARCH_BASE: directory.base,
      LDAP_ADMINS: `group:${admins}`,
    },
  });
});
test.afterAll(async () => {
  await server.dispose();
  await oidc.close();
  await ldap.close();
});

async function signIn(page: Page, username = 'ada', secret = password): Promise<void> {
  await page.goto(`${server.url}/login`);
  await fillIn(page, username, secret);
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
}

/** Whether this session opens something. */
async function opens(token: string): Promise<number> {
  const { status } = await fetch(`${server.url}/api/trpc/viewer.get`, {
    headers: { cookie: `next-auth.session-token=${token}` },
  });
  return status;
}

function usersNamed(name: string): Promise<{ username: string; role: string }[]> {
  return inDatabase(server, async (client) => {
    const { rows } = await client.query<{ username: string; role: string }>(
      'select username, role::text from user_account where username like $1',
      [name],
    );
    return rows;
  });
}

test('[E420] a wrong password and an unknown user look alike; the right one leads to where one wanted to go', async ({
  page,
}) => {
  await page.goto(`${server.url}/graphics`);
  await expect(page).toHaveURL(/\/login\?callbackUrl=%2Fgraphics$/);
  await fillIn(page, 'ada', 'not her password');
  const alert = page.getByRole('alert').filter({ hasText: /\S/ });
  const wrong = await alert.first().innerText();
  await fillIn(page, 'nobody-at-all', 'not her password');
  await expect(alert.first()).toHaveText(wrong);
  expect(await tokenOf(page)).toBe('');
  await fillIn(page, 'ada', password);
  await expect(page).toHaveURL(`${server.url}/graphics`);
  const claims = (await (await page.request.get(`${server.url}/api/auth/session`)).json()) as { user: object };
  expect(claims.user).toEqual({ name: 'ada' });
});

test('[E421] each sign-in is a session of its own, and ends the one that the browser had', async ({ page }) => {
  const planted = 'planted-by-somebody-else';
  await page.context().addCookies([{ name: 'next-auth.session-token', value: planted, url: server.url }]);
  await signIn(page);
  const first = await tokenOf(page);
  expect(first).not.toBe(planted);
  expect(await opens(first)).toBe(200);
  const form = { username: 'ada', password };
  await page.request.post(`${server.url}/login/local`, { form, headers: { origin: server.url } });
  const second = await tokenOf(page);
  expect(second).not.toBe(first);
  expect([await opens(first), await opens(second)]).toEqual([401, 200]);
});

test('[E422] signing out ends the session for every copy of its cookie', async ({ page }) => {
  await signIn(page);
  const token = await tokenOf(page);
  // A link on another site ends nothing.
  const headers = { cookie: `next-auth.session-token=${token}`, 'sec-fetch-site': 'cross-site' };
  await fetch(`${server.url}/logout`, { headers, redirect: 'manual' });
  expect(await opens(token)).toBe(200);
  await page.getByRole('button', { name: /Signed in as/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/login/);
  expect(await opens(token)).toBe(401);
  await signIn(page);
  const again = await tokenOf(page);
  await page.goto(`${server.url}/logout`);
  await expect(page).toHaveURL(`${server.url}/login/`);
  expect(await opens(again)).toBe(401);
});

test('[E423] no link leads from the sign-in page to another site', async ({ page }) => {
  const elsewhere = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/',
    '/%09/evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
  ];
  for (const callbackUrl of elsewhere) {
    await page.context().clearCookies();
    await page.goto(`${server.url}/login?${new URLSearchParams({ callbackUrl }).toString()}`);
    await fillIn(page, 'ada', password);
    await page.waitForURL((url) => url.pathname !== '/login');
    expect(new URL(page.url()).origin, callbackUrl).toBe(server.url);
    const form = { username: 'ada', password, callbackUrl };
    const answer = await page.request.post(`${server.url}/login/local`, {
      form,
      headers: { origin: server.url },
      maxRedirects: 0,
    });
    expect(new URL(answer.headers().location ?? '', server.url).origin, callbackUrl).toBe(server.url);
  }
});

test('[E424] a sign-in that another site asks for, or without its token, is none', async ({ request }) => {
  const form = { username: 'ada', password };
  const foreign = { origin: 'https://evil.example' };
  expect((await request.post(`${server.url}/login/local`, { form, headers: foreign, maxRedirects: 0 })).status()).toBe(403);
  const forged = await request.post(`${server.url}/api/auth/callback/password`, {
    form: { ...form, json: 'true' },
    maxRedirects: 0,
  });
  expect(forged.headers()['set-cookie'] ?? '').not.toContain('session-token=e');
  for (const path of ['_log', 'session', 'verify-request', 'signin/password', 'callback/github', 'signin/oidc/more'])
    expect((await request.post(`${server.url}/api/auth/${path}`, { form: {} })).status(), path).toBe(404);
});

test('[E425] a provider lets in whom a list names, with the list’s role, and nobody else', async ({ browser }) => {
  const stranger = await otherBrowser(browser);
  await stranger.goto(`${server.url}/login`);
  await stranger.getByRole('button', { name: 'Continue with Crew ID' }).click();
  await signInAtOidc(stranger, 'sub-mallory');
  await expect(stranger.getByRole('alert').filter({ hasText: 'nobody has let you in' })).toBeVisible();
  expect([await tokenOf(stranger), await usersNamed('mallory%')]).toEqual(['', []]);
  // Another person who calls herself as an account here is not that account.
  const twin = await otherBrowser(browser);
  await twin.goto(`${server.url}/login`);
  await twin.getByRole('button', { name: 'Continue with Crew ID' }).click();
  await signInAtOidc(twin, 'sub-ada');
  await expect(twin.getByRole('alert').filter({ hasText: 'nobody has let you in' })).toBeVisible();
  const crew = await otherBrowser(browser);
  await crew.goto(`${server.url}/login?callbackUrl=/graphics`);
  await crew.getByRole('button', { name: 'Continue with Crew ID' }).click();
  await signInAtOidc(crew, 'sub-olga');
  await expect(crew).toHaveURL(`${server.url}/graphics`);
  // The provider's own role claim says ADMIN.
  expect(await usersNamed('olga%')).toEqual([{ username: 'olga', role: 'OPERATOR' }]);
  const stored = await inDatabase(
    server,
    async (client) => (await client.query('select * from oauth_provider')).rows as object[],
  );
  expect(JSON.stringify(stored)).toMatch(/"id_token":"v1\./);
  expect(JSON.stringify(stored)).not.toContain('"ey');
});

test('[E426] only who is signed in links a provider, and only one that is nobody else’s', async ({ page, browser }) => {
  await signIn(page);
  const before = await tokenOf(page);
  await page.goto(`${server.url}/account`);
  await page.getByRole('button', { name: 'Link Crew ID', exact: true }).click();
  await signInAtOidc(page, 'sub-ada');
  await expect(page.getByText('Crew ID is linked.')).toBeVisible();
  expect(await tokenOf(page)).toBe(before);
  const elsewhere = await otherBrowser(browser);
  await elsewhere.goto(`${server.url}/login`);
  await elsewhere.getByRole('button', { name: 'Continue with Crew ID' }).click();
  await signInAtOidc(elsewhere, 'sub-ada');
  await expect(elsewhere.getByRole('button', { name: 'Signed in as: ada' })).toBeVisible();
  // Somebody else can't take it.
  const other = await otherBrowser(browser);
  await other.goto(`${server.url}/login`);
  await other.getByRole('button', { name: 'Directory' }).click();
  await fillIn(other, 'dora', 'doras password');
  await expect(other.getByRole('status', { name: /Live/ })).toBeVisible();
  await other.goto(`${server.url}/account`);
  await other.getByRole('button', { name: 'Link Crew ID', exact: true }).click();
  await signInAtOidc(other, 'sub-ada');
  await expect(other.getByRole('alert').filter({ hasText: 'belongs to another account' })).toBeVisible();
  await page.getByRole('button', { name: 'Unlink Crew ID' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Unlink' }).click();
  await expect(page.getByRole('button', { name: 'Link Crew ID', exact: true })).toBeVisible();
});

test('[E427] a directory’s person comes in by name and password, with its groups’ role', async ({ page }) => {
  const tries: [string, string][] = [
    ['dora', ''],
    ['dora', 'wrong'],
    ['d*', 'doras password'],
    ['*)(uid=dora', 'doras password'],
    ['', 'doras password'],
    ['dirk', 'dirks password'],
  ];
  const { csrfToken } = (await (await page.request.get(`${server.url}/api/auth/csrf`)).json()) as { csrfToken: string };
  for (const [username, secret] of tries) {
    const form = { username, password: secret, csrfToken, json: 'true' };
    const answer = await page.request.post(`${server.url}/api/auth/callback/ldap`, { form });
    const { url } = (await answer.json()) as { url: string };
    expect(url, username).toMatch(username === 'dirk' ? /error=not-allowed/ : /error=wrong/);
  }
  expect([await tokenOf(page), await usersNamed('dirk%')]).toEqual(['', []]);
  await page.goto(`${server.url}/login`);
  await page.getByRole('button', { name: 'Directory' }).click();
  await fillIn(page, 'dora', 'doras password');
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
  expect(await usersNamed('dora%')).toEqual([{ username: 'dora', role: 'ADMIN' }]);
});

test('[E427] guessing at the directory locks the name there, too, however it is written', async ({ request }) => {
  const { csrfToken } = (await (await request.get(`${server.url}/api/auth/csrf`)).json()) as { csrfToken: string };
  const attempt = async (username: string, secret: string) => {
    const form = { username, password: secret, csrfToken, json: 'true' };
    const answer = await request.post(`${server.url}/api/auth/callback/ldap`, { form });
    return ((await answer.json()) as { url: string }).url;
  };
  for (let time = 0; time < 5; time += 1) expect(await attempt('dirk', `guess ${time}`)).toMatch(/error=wrong/);
  for (const name of ['dirk', 'DIRK ']) expect(await attempt(name, 'dirks password')).toMatch(/error=locked/);
});

test('[E429] sign-in pages: by keyboard, for password managers, on a phone, and without anything of the show', async ({
  page,
}) => {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 860 });
    await page.goto(`${server.url}/login`);
    await expectNoSidewaysScroll(page);
    expect(await seriousViolations(page)).toEqual([]);
  }
  await expect(page.getByLabel('User name')).toHaveAttribute('autocomplete', 'username');
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('autocomplete', 'current-password');
  const html = await (await page.request.get(`${server.url}/login`)).text();
  for (const secret of [
    'scoreboard',
    'live-score',
    oidcClient.secret,
    oidcClient.id,
    directory.bindPassword,
    oidc.url,
    server.root,
  ])
    expect(html.includes(secret), secret).toBe(false);
  await expect(page.getByLabel('User name')).toBeFocused();
  await page.keyboard.type('ada');
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
});

test('[E430] guessing locks a name, and the page says until when; a name that nobody has looks the same', async ({ page }) => {
  for (const name of ['dora', 'nobody-at-all-2']) {
    await page.goto(`${server.url}/login`);
    for (let index = 0; index < 6; index++) {
      await fillIn(page, name, `guess number ${index}`);
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
    }
    await expect(page.getByRole('alert').filter({ hasText: /Try again at \d+:\d+:\d+/ })).toBeVisible();
  }
});
