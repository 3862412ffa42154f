import { expect, test as base, type Page } from '@playwright/test';
import { addUser, adminName, call, loginEnvironment, password, signIn } from '../fixtures/accounts.ts';
import { expectNoSidewaysScroll, seriousViolations } from '../fixtures/dashboard.ts';
import { Server } from '../fixtures/server.ts';
import { otherBrowser } from '../fixtures/other-browsers.ts';

const test = base.extend<{ start: (env: Record<string, string>) => Promise<Server> }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright asks for the first parameter
  start: async ({}, use) => {
    const servers: Server[] = [];
    await use(async (env) => {
      const server = await Server.start({ env });
      servers.push(server);
      return server;
    });
    for (const server of servers) await server.dispose();
  },
});

async function makeAccount(page: Page, username: string, secret: string): Promise<void> {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('New password').fill(secret);
  await page.getByRole('button', { name: 'Make the account' }).click();
}

async function expectReadable(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 860 });
  await expectNoSidewaysScroll(page);
  expect(await seriousViolations(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 860 });
}

test('[E431] the set-up link makes the first administrator in the browser, once, and its token does not stay in the address', async ({
  page,
  browser,
  start,
}) => {
  const server = await start({ AUTH_MODE: 'login' });
  await expect.poll(() => server.output).toMatch(/\/set-up\?token=[\w-]+/);
  const link = /http\S+\/set-up\?token=([\w-]+)/.exec(server.output);
  const [address = '', token = ''] = link ?? [];
  await page.goto(`${server.url}/graphics`);
  await expect(page.getByRole('heading', { name: 'Nobody can sign in yet' })).toBeVisible();
  await page.goto(`${server.url}/set-up`);
  await expect(page.getByRole('heading', { name: 'This link is not complete' })).toBeVisible();
  // A link that somebody made up opens nothing.
  const stranger = await otherBrowser(browser);
  await stranger.goto(`${server.url}/set-up?token=${'x'.repeat(43)}`);
  await makeAccount(stranger, 'mallory', password);
  await expect(stranger.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible();
  const late = await otherBrowser(browser);
  await late.goto(address);
  await page.goto(address);
  await expect(page).toHaveURL(`${server.url}/set-up`);
  await expectReadable(page);
  await makeAccount(page, adminName, 'password123');
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible();
  await makeAccount(page, adminName, password);
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
  await expect(page.getByRole('button', { name: `Signed in as: ${adminName}` })).toBeVisible();
  // Whoever had it open, too, is too late, and so is everybody who finds it.
  await makeAccount(late, 'mallory', password);
  await expect(late.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible();
  await late.goto(address);
  await expect(late.getByRole('heading', { name: 'This server is set up' })).toBeVisible();
  await expect(call(server, {}, 'setup.setUp', { token, username: 'mallory', password })).rejects.toThrow(/setup\.setUp/);
  const users = await call<{ username: string; role: string }[]>(server, await signIn(server, adminName), 'user.list');
  expect(users.map(({ username, role }) => [username, role])).toEqual([[adminName, 'ADMIN']]);
});

test('[E432] an invitation is taken in the browser with a password, once, with the standing that it says', async ({
  page,
  browser,
  start,
}) => {
  const server = await start(loginEnvironment);
  const admin = await signIn(server, adminName);
  const expiresAt = Date.now() + 3_600_000;
  const invite = (label: string, role: string) =>
    call<{ token: string; invite: { id: string } }>(server, admin, 'invite.create', { label, standing: { role }, expiresAt });
  const { token } = await invite('Bob at the desk', 'OPERATOR');
  await page.goto(`${server.url}/invite?token=${token}`);
  await expect(page.getByText('Bob at the desk')).toBeVisible();
  await expect(page).toHaveURL(`${server.url}/invite`);
  await expectReadable(page);
  // A name that is somebody's stays theirs, whatever its case, and doesn't use the link up.
  await makeAccount(page, adminName.toUpperCase(), password);
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible();
  await makeAccount(page, 'bob', password);
  await expect(page.getByRole('button', { name: 'Signed in as: bob' })).toBeVisible();
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
  const users = await call<{ username: string; role: string }[]>(server, admin, 'user.list');
  expect(users.find(({ username }) => username === 'bob')).toMatchObject({ role: 'OPERATOR' });
  const late = await otherBrowser(browser);
  await late.goto(`${server.url}/invite?token=${token}`);
  await expect(late.getByRole('heading', { name: 'This link is used up' })).toBeVisible();
  await expect(call(server, {}, 'invite.accept', { token, username: 'mallory', password })).rejects.toThrow(/invite\.accept/);
  const taken = await invite('Somebody else', 'ADMIN');
  await late.goto(`${server.url}/invite?token=${taken.token}`);
  await call(server, admin, 'invite.revoke', { inviteId: taken.invite.id });
  await makeAccount(late, 'mallory', password);
  await expect(late.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible();
  expect((await call<object[]>(server, admin, 'user.list')).length).toBe(2);
  // The password that was chosen is the one that counts.
  await signIn(server, 'bob');
  await expect(call(server, await addUser(server, admin, 'eve', { role: 'VIEWER' }), 'user.list')).rejects.toThrow(/user\.list/);
});
