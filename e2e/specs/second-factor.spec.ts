import { expect, test } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { adminName, loginEnvironment, password } from '../fixtures/accounts.ts';
import { Server } from '../fixtures/server.ts';
import { fillIn, tokenOf } from '../fixtures/sign-in-page.ts';
import { otherBrowser } from '../fixtures/other-browsers.ts';

let server: Server;
test.beforeAll(async () => void (server = await Server.start({ env: loginEnvironment })));
test.afterAll(async () => server.dispose());

test('[E428] a second factor: set up by QR code, asked for, no code twice, a recovery code once', async ({ page, browser }) => {
  await page.goto(`${server.url}/login`);
  await fillIn(page, adminName, password);
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
  await page.goto(`${server.url}/account`);
  await page.getByRole('button', { name: 'Turn it on' }).click();
  const again = page.getByLabel('Your password');
  await again.fill('not her password');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.locator('#factor').getByRole('alert')).toContainText('That is not right');
  await again.fill(password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  const key = (await page.locator('#factor code').innerText()).replace(/\s/g, '');
  const totp = new TOTP({ secret: Secret.fromBase32(key) });
  await page.getByLabel('Code', { exact: true }).fill(totp.generate());
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').first()).toBeVisible();
  const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
  expect(codes.length).toBeGreaterThanOrEqual(8);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText(/recovery codes are left/)).toBeVisible();
  const attempt = async (code: string) => {
    const fresh = await otherBrowser(browser);
    await fresh.goto(`${server.url}/login`);
    await fillIn(fresh, adminName, password);
    await fresh.getByLabel('Code', { exact: true }).fill(code);
    await fresh.getByRole('button', { name: 'Sign in' }).click();
    const outcome = fresh.getByRole('status', { name: /Live/ }).or(fresh.getByRole('alert').filter({ hasText: 'is wrong' }));
    await expect(outcome.first()).toBeVisible();
    return (await tokenOf(fresh)) !== '';
  };
  // The one that confirmed it is used.
  const code = totp.generate({ timestamp: Date.now() + 30_000 });
  expect(await attempt(code)).toBe(true);
  expect(await attempt(code)).toBe(false);
  expect(await attempt(codes[0] ?? '')).toBe(true);
  expect(await attempt(codes[0] ?? '')).toBe(false);
  await page.getByRole('button', { name: 'Turn it off' }).click();
  await page.getByLabel('Code, or a recovery code').fill(codes[1] ?? '');
  await page.getByRole('button', { name: 'Turn it off' }).click();
  await expect(page.getByRole('button', { name: 'Turn it on' })).toBeVisible();
});
