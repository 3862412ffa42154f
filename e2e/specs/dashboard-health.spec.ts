import { open, seriousViolations } from '../fixtures/dashboard.ts';
import { expect, test } from '../fixtures/test.ts';

test('[E97] the server stands still: the top bar says so in amber, a click or Enter says what it means, on a phone too', async ({
  server,
  page,
}) => {
  await open(server, page, '/');
  const health = page.getByRole('button', { name: /^Server health/ });
  const { gateway } = server.runtime().pids;
  process.kill(gateway, 'SIGSTOP');
  setTimeout(() => process.kill(gateway, 'SIGCONT'), 1_500);
  await expect(health).toHaveAccessibleName(/\d warnings?$/);
  await health.focus();
  await page.keyboard.press('Enter');
  const details = page.getByRole('dialog', { name: 'Server health' });
  await expect(details.getByRole('listitem').filter({ hasText: 'Speed' })).toContainText(
    /Attention.*Stood still for \d\.\d s.*the computer gave it no time/,
  );
  await expect(details.getByRole('listitem').filter({ hasText: 'Database' })).toContainText('OK');
  await expect(details.getByRole('listitem').filter({ hasText: 'Disk' })).toContainText('free');
  expect(await seriousViolations(page)).toEqual([]);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/health-wide.png` });
  await page.setViewportSize({ width: 390, height: 800 });
  await expect(details).toBeInViewport({ ratio: 1 });
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/health-narrow.png` });
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(health).toBeInViewport();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/health-narrow-closed.png` });
  expect((await fetch(`${server.url}/ready`)).status).toBe(200);
});
