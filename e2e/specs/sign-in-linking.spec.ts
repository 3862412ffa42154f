import { expect, test, type Page } from '@playwright/test';
import type { AuditEntry } from '../../src/contract/audit.ts';
import { addUser, adminName, call, loginEnvironment, password, signIn } from '../fixtures/accounts.ts';
import { inDatabase } from '../fixtures/database.ts';
import { oidcClient, signInAtOidc, startOidc, type Running } from '../fixtures/identity-providers.ts';
import { freePort, makeRoot, Server } from '../fixtures/server.ts';
import { fillIn, tokenOf } from '../fixtures/sign-in-page.ts';
import { otherBrowser } from '../fixtures/other-browsers.ts';

let server: Server;
let oidc: Running;

test.beforeAll(async () => {
  const port = await freePort();
  oidc = await startOidc(`http://127.0.0.1:${port}/api/auth/callback/oidc`, {});
  server = await Server.start({
    root: makeRoot(),
    port,
    env: {
      ...loginEnvironment,
      OIDC_ISSUER: oidc.url,
      OIDC_CLIENT_ID: oidcClient.id,
      OIDC_CLIENT_SECRET: oidcClient.secret,
      OIDC_NAME: 'Crew ID',
    },
  });
});
test.afterAll(async () => {
  await server.dispose();
  await oidc.close();
});

async function enter(page: Page, username: string): Promise<void> {
  await page.goto(`${server.url}/login`);
  await fillIn(page, username, password);
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
}

/** Begins to link, has something happen to the session of this browser meanwhile, and comes back from the provider. */
async function finishAfter(page: Page, id: string, meanwhile: (tab: Page) => Promise<void>): Promise<void> {
  await enter(page, adminName);
  await page.goto(`${server.url}/account`);
  await page.getByRole('button', { name: 'Link Crew ID', exact: true }).click();
  await expect(page.locator('input[name=login]')).toBeVisible();
  await meanwhile(await page.context().newPage());
  await signInAtOidc(page, id);
}

function linked(id: string): Promise<number> {
  return inDatabase(server, async (client) => {
    return (await client.query('select 1 from oauth_provider where provider_id = $1', [id])).rowCount ?? 0;
  });
}

const forget = (tab: Page) => tab.context().clearCookies({ name: 'next-auth.session-token' });

test('[E530] [S16] a linking is finished only by the session that began it, whoever is signed in when the provider answers', async ({
  browser,
}) => {
  const admin = await signIn(server, adminName);
  await addUser(server, admin, 'dora', { role: 'OPERATOR' });
  const ways: Record<string, (tab: Page) => Promise<void>> = {
    'sub-nobody': forget,
    'sub-other': async (tab) => {
      await forget(tab);
      await enter(tab, 'dora');
    },
    'sub-again': async (tab) => {
      await forget(tab);
      await enter(tab, adminName);
    },
    'sub-ended': async (tab) => {
      const token = await tokenOf(tab);
      await call(server, admin, 'session.revoke', { butThis: true });
      expect(await tokenOf(tab)).toBe(token);
    },
  };
  for (const [id, meanwhile] of Object.entries(ways)) {
    const page = await otherBrowser(browser);
    await finishAfter(page, id, meanwhile);
    await expect(page.getByRole('alert').filter({ hasText: 'nobody has let you in' }), id).toBeVisible();
    expect(await linked(id), id).toBe(0);
    await page.context().close();
  }
  const page = await otherBrowser(browser);
  await finishAfter(page, 'sub-same', (tab) => tab.close());
  await expect(page.getByText('Crew ID is linked.')).toBeVisible();
  expect(await linked('sub-same')).toBe(1);
  await page.getByRole('button', { name: 'Unlink Crew ID' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Unlink' }).click();
  await expect(page.getByRole('button', { name: 'Link Crew ID', exact: true })).toBeVisible();
  const again = await signIn(server, adminName);
  const { entries } = await call<{ entries: AuditEntry[] }>(server, again, 'audit.list', { action: 'user.' });
  const written = entries.filter(({ actor, result }) => actor.id === adminName && result === 'ok').map(({ action }) => action);
  expect(written).toEqual(expect.arrayContaining(['user.link', 'user.unlink']));
  await page.context().close();
});
