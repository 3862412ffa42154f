import type { Page } from '@playwright/test';
import { addUser, adminName, call, loginEnvironment, password, signIn, type Shown } from '../fixtures/accounts.ts';
import { expectNoSidewaysScroll, seriousViolations } from '../fixtures/dashboard.ts';
import { otherBrowser } from '../fixtures/other-browsers.ts';
import type { Server } from '../fixtures/server.ts';
import { expect, test } from '../fixtures/test.ts';

const newPassword = 'korb-lampe-31-wolke';
test.use({ env: loginEnvironment });

/** Shows this browser's session to the server from now on. */
async function bring(page: Page, server: Server, { cookie = '' }: Shown): Promise<void> {
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(cookie) ?? [];
  await page.context().addCookies([{ name, value, url: server.url }]);
}

async function idOf(server: Server, name: string): Promise<string | undefined> {
  const users = await call<{ id: string; username: string }[]>(server, await signIn(server, adminName), 'user.list');
  return users.find(({ username }) => username === name)?.id;
}

async function makeLink(page: Page, server: Server): Promise<string> {
  await page.goto(`${server.url}/users`);
  await page.getByRole('button', { name: /^bob/ }).click();
  await page.getByRole('button', { name: 'Link for a new password' }).click();
  const link = await page.getByRole('textbox', { name: 'Address of the link' }).inputValue();
  expect(link).toMatch(/\/new-password\?token=[\w-]{43}$/);
  await expectNoSidewaysScroll(page);
  expect(await seriousViolations(page)).toEqual([]);
  return link;
}

test('[E560] [I22] a link from the users page sets a new password once, ends the old session, and signing in works', async ({
  server,
  page,
  browser,
}) => {
  const admin = await signIn(server, adminName);
  // Where he is still signed in.
  const old = await otherBrowser(browser);
  await bring(old, server, await addUser(server, admin, 'bob', { role: 'OPERATOR' }));
  await old.goto(`${server.url}/account`);
  await expect(old.getByRole('button', { name: 'Signed in as: bob' })).toBeVisible();
  await bring(page, server, admin);
  const { token: older } = await call<{ token: string }>(server, admin, 'passwordLink.create', {
    userId: await idOf(server, 'bob'),
  });
  const link = await makeLink(page, server);

  // Somebody has it open, too, and the older one is over.
  const [phone, late] = [await otherBrowser(browser), await otherBrowser(browser)];
  await late.goto(`${server.url}/new-password?token=${older}`);
  await expect(late.getByRole('heading', { name: 'This link is used up' })).toBeVisible();
  await late.goto(link);
  await phone.setViewportSize({ width: 390, height: 860 });
  await phone.goto(link);
  await expect(phone.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
  await expect(phone.getByText('For the account bob.')).toBeVisible();
  await expect(phone).toHaveURL(`${server.url}/new-password`);
  await expectNoSidewaysScroll(phone);
  expect(await seriousViolations(phone)).toEqual([]);
  const choose = async (by: Page, secret: string) => {
    await by.getByLabel('New password').fill(secret);
    await by.getByRole('button', { name: 'Set the password' }).click();
  };
  await choose(phone, 'password123');
  await expect(phone.getByRole('alert').filter({ hasText: /tried first/ })).toBeVisible();
  await expect(old.getByRole('status', { name: /Live/ })).toBeVisible();
  await choose(phone, newPassword);
  await expect(phone.getByRole('button', { name: 'Signed in as: bob' })).toBeVisible();

  // Where he was signed in before, he is no more, and what he forgot opens nothing.
  await expect(old).toHaveURL(/\/login/);
  const enter = async (secret: string) => {
    await old.getByLabel('User name').fill('bob');
    await old.getByLabel('Password', { exact: true }).fill(secret);
    await old.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  await enter(password);
  await expect(old.getByRole('alert').filter({ hasText: /wrong/ })).toBeVisible();
  await enter(newPassword);
  await expect(old.getByRole('button', { name: 'Signed in as: bob' })).toBeVisible();
  await choose(late, 'mallory was here first');
  await expect(late.getByRole('alert').filter({ hasText: /Ask for a new one/ })).toBeVisible();
});

test('[E561] [I12] [I22] what an administrator made who is demoted opens nothing, and is not listed', async ({ server }) => {
  const admin = await signIn(server, adminName);
  const eve = await addUser(server, admin, 'eve', { role: 'ADMIN' });
  await addUser(server, admin, 'bob', { role: 'OPERATOR' });
  const wish = { label: 'a way back', standing: { role: 'ADMIN' }, expiresAt: Date.now() + 60_000 };
  const invite = await call<{ token: string }>(server, eve, 'invite.create', wish);
  const link = await call<{ token: string }>(server, eve, 'passwordLink.create', { userId: await idOf(server, 'bob') });
  await expect(call(server, {}, 'passwordLink.read', { token: link.token })).resolves.toMatchObject({ username: 'bob' });
  await call(server, admin, 'user.change', { userId: await idOf(server, 'eve'), role: 'VIEWER' });
  await expect(call(server, {}, 'passwordLink.read', { token: link.token })).rejects.toThrow(/taken back, or is over/);
  const used = call(server, {}, 'passwordLink.use', { token: link.token, password: newPassword });
  await expect(used).rejects.toThrow(/taken back, or is over/);
  const accepted = call(server, {}, 'invite.accept', { token: invite.token, username: 'eve2', password: newPassword });
  await expect(accepted).rejects.toThrow(/taken back, or is over/);
  const labels = (await call<{ label: string }[]>(server, admin, 'invite.list')).map(({ label }) => label);
  expect(labels).not.toContain('a way back');
  await signIn(server, 'bob');
});
