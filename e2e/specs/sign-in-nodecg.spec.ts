import { createHmac } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { inDatabase } from '../fixtures/database.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

const sessionSecret = 'NodeCG’s session secret';
const hash = createHmac('sha256', sessionSecret).update('hashed password').digest('hex');
let server: Server;

test.beforeAll(async () => {
  const root = makeRoot();
  mkdirSync(path.join(root, 'cfg'));
  const allowedUsers = [
    { username: 'other', password: 'plain password' },
    { username: 'admin', password: `sha256:${hash}` },
  ];
  const login = { enabled: true, sessionSecret, local: { enabled: true, allowedUsers }, steam: { enabled: true, apiKey: 'x' } };
  writeFileSync(path.join(root, 'cfg/nodecg.json'), JSON.stringify({ login }));
  const bundle = path.join(root, 'bundles/doorman');
  mkdirSync(bundle, { recursive: true });
  const manifest = { name: 'doorman', version: '1.0.0', nodecg: { compatibleRange: '^2.0.0' } };
  writeFileSync(path.join(bundle, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    path.join(bundle, 'extension.js'),
    `module.exports = (nodecg) => {
      for (const event of ['login', 'logout']) nodecg.on(event, (user) => nodecg.log.info('heard', event, user.name, user.roles[0].name));
    };`,
  );
  server = await Server.start({ root });
});
test.afterAll(async () => server.dispose());

/** As a page made for NodeCG does: it fills its form in and sends it. */
async function logIn(page: Page, username: string, password: string): Promise<void> {
  await page.goto(`${server.url}/login`);
  await page.evaluate(
    ([name, secret]) => {
      (document.getElementById('username') as HTMLInputElement).value = name ?? '';
      (document.getElementById('password') as HTMLInputElement).value = secret ?? '';
      (document.getElementById('localForm') as HTMLFormElement).submit();
    },
    [username, password],
  );
  await page.waitForURL((url) => url.pathname !== '/login');
}

test('[E440] [C98] [A9.10] a wrong password stays at /login/, and makes no user', async ({ page }) => {
  for (const [username, password] of [
    ['other', 'not it'],
    ['admin', hash],
    ['nobody', 'plain password'],
  ] as const) {
    await logIn(page, username, password);
    expect(page.url()).toBe(`${server.url}/login/`);
    await expect(page.getByRole('alert').filter({ hasText: 'is wrong' })).toBeVisible();
  }
  const users = await inDatabase(
    server,
    async (client) => (await client.query('select username from user_account')).rows as object[],
  );
  expect(users).toEqual([]);
});

test('[E441] [C99] logging in and out, for plain and HMAC passwords; extensions hear it', async ({ page }) => {
  for (const [username, password] of [
    ['other', 'plain password'],
    ['admin', 'hashed password'],
  ] as const) {
    await logIn(page, username, password);
    expect(new URL(page.url()).pathname).toMatch(/^\/(dashboard\/)?$/);
    await page.goto(`${server.url}/logout`);
    expect(page.url()).toBe(`${server.url}/login/`);
    await page.goto(`${server.url}/dashboard/`);
    expect(new URL(page.url()).pathname).toBe('/login');
    for (const event of ['login', 'logout'])
      await expect.poll(() => server.output).toContain(`heard ${event} ${username} operator`);
  }
});

test('[E442] half-made providers are one readable error; Steam is said not to be served', async () => {
  expect(server.output).toContain('signing in by Steam is not served');
  const { status, output } = await Server.startAndEnd(makeRoot(), {
    AUTH_MODE: 'login',
    OIDC_CLIENT_ID: 'x',
    OIDC_CLIENT_SECRET: 'very-secret',
  });
  expect([status, output.includes('OIDC_ISSUER'), output.includes('very-secret')]).toEqual([1, true, false]);
});
