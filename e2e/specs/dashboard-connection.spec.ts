import { expect, test } from '@playwright/test';
import { open, panelPage, writePanel } from '../fixtures/dashboard.ts';
import { childrenOf, makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['live-score', 'desk']) });
});
test.afterAll(() => server.dispose());

test('[E109] a dashboard that stays open says when the server is gone, when changes aren’t stored, and when all is well again', async ({
  page,
}) => {
  await open(server, page, '/workspaces/default');
  const score = panelPage(page, 'Score');
  const plus = score.getByRole('button', { name: 'Harbour City: one more' });
  await plus.click();
  await expect(score.getByTestId('score-home')).toHaveText('1');

  const database = [server.runtime().pids.postgres, ...childrenOf(server.runtime().pids.postgres)];
  try {
    for (const pid of database) process.kill(pid, 'SIGSTOP');
    await plus.click();
    await expect(score.getByTestId('score-home')).toHaveText('2');
    await expect(page.getByText(/change is on air but not stored yet/)).toBeVisible({ timeout: 30_000 });
  } finally {
    for (const pid of database) process.kill(pid, 'SIGCONT');
  }
  await expect(page.getByText(/on air but not stored yet/)).toBeHidden({ timeout: 30_000 });

  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await server.kill();
  await expect(page.getByText(/Connection lost at/)).toBeVisible();
  await expect(page.getByText('Stale', { exact: true }).locator('visible=true')).toHaveCount(1);
  await expect(score.getByTestId('score-home')).toHaveText('2');
  await expect(plus).toBeDisabled();
  await server.start();
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/Connection lost at/)).toBeHidden();
  await plus.click();
  await expect(score.getByTestId('score-home')).toHaveText('3');
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
});

test('[E116] what is refused is said in words, and panels take no typing while the connection is away', async ({ page }) => {
  const html = `<!doctype html><label>Name <input oninput="name_.value = this.value"></label>
    <script>const name_ = nodecg.Replicant('name', { defaultValue: '' });</script>`;
  const json = { type: 'string', maxLength: 5 };
  writePanel(server, 'strict', { title: 'Strict', html }, { replicant: 'name', json });
  await open(server, page, '/workspaces/desk');
  const field = panelPage(page, 'Strict').getByLabel('Name');
  await field.pressSequentially('short');
  await expect(page.getByText(/^Not changed/)).toHaveCount(0);
  await field.press('x');
  await expect(page.getByText(/^Not changed: name of strict\. ./)).toHaveCount(1);

  await server.kill();
  await expect(page.getByText(/Connection lost at/)).toBeVisible();
  await page.keyboard.type('lost');
  await expect(field).toHaveValue('shortx');
  await server.start();
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible({ timeout: 30_000 });
  await expect(field).toHaveValue('shortx');
  await field.click();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await expect(field).toHaveValue('short');
});
