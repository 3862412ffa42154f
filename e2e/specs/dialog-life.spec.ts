import { expect, test } from '@playwright/test';
import { editFile } from '../fixtures/dashboard.ts';
import { dialog, dialogPage, heard, openDialogs, opener } from '../fixtures/dialogs.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

test('[E315] a dialog keeps its page and what was typed into it: closed and opened, on another place, without the server', async ({
  page,
}) => {
  const own = await Server.start({ root: makeRoot(['dialog-lab']) });
  try {
    await openDialogs(own, page);
    await opener(page, 'Remove…').click();
    const reason = dialogPage(page, 'ask').getByLabel('Reason');
    await reason.fill('half-typed');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: /^Graphics/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Graphics' })).toBeVisible();
    await dialog(page, 'ask').evaluate((element) => (element as unknown as { open(): void }).open());
    await expect(reason).toHaveValue('half-typed');
    const accept = dialog(page, 'ask').getByRole('button', { name: 'accept' });
    await own.kill();
    await expect(accept).toBeDisabled();
    await expect(dialog(page, 'ask').getByRole('button', { name: 'close' })).toBeEnabled();
    await own.start();
    await expect(accept).toBeEnabled({ timeout: 30_000 });
    await expect(reason).toHaveValue('half-typed');
    await accept.click();
    await expect.poll(() => heard(page, 'ask')).toBe('opened dismissed opened confirmed');
  } finally {
    await own.dispose();
  }
});

test('[E316] an edited page loads again, in an open dialog as well; a missing one says so; a manifest’s change adds, renames and removes', async ({
  page,
}) => {
  const own = await Server.start({ root: makeRoot(['dialog-lab', 'dialog-guest']) });
  const file = 'bundles/dialog-lab/dashboard/ask.html';
  const manifest = 'bundles/dialog-lab/package.json';
  try {
    await openDialogs(own, page);
    await opener(page, 'Remove…').click();
    await expect(dialogPage(page, 'ask').getByText('The run and its times')).toBeVisible();
    editFile(own, file, (html) => html.replace('The run and its times', 'This run and all its times'));
    await expect(dialogPage(page, 'ask').getByText('This run and all its times')).toBeVisible();
    await expect.poll(() => heard(page, 'ask')).toBe('opened');
    editFile(own, manifest, (json) =>
      json.replace('Remove the run?', 'Delete the run?').replace('"name": "accept"', '"name": "delete"'),
    );
    await expect(page.getByRole('dialog', { name: 'Delete the run?' }).getByRole('button', { name: 'delete' })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.route('**/dashboard/plain.html', (route) => route.fulfill({ status: 404, body: 'gone' }));
    // Panels load again after a manifest's change: a click may have been for the page before.
    await expect(async () => {
      await opener(page, 'About').click({ timeout: 1_000 });
      await expect(dialog(page, 'plain')).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await expect(dialog(page, 'plain').getByRole('alert')).toContainText('404');
    await page.unroute('**/dashboard/plain.html');
    await dialog(page, 'plain').getByRole('button', { name: 'Try again' }).click();
    await expect(dialogPage(page, 'plain').getByText('A dialog without buttons')).toBeVisible();
    await expect.poll(() => heard(page, 'plain')).toBe('opened');
    // Removed while it is open: what was under it can be used again.
    editFile(own, manifest, (json) => {
      const parsed = JSON.parse(json) as { nodecg: { dashboardPanels: { name: string }[] } };
      parsed.nodecg.dashboardPanels = parsed.nodecg.dashboardPanels.filter(({ name }) => name !== 'plain');
      return JSON.stringify(parsed);
    });
    await expect(dialog(page, 'plain')).toHaveCount(0);
    await expect(async () => {
      await opener(page, 'Remove…').click({ timeout: 1_000 });
      await expect(page.getByRole('dialog', { name: 'Delete the run?' })).toBeVisible({ timeout: 1_000 });
    }).toPass();
  } finally {
    await own.dispose();
  }
});
