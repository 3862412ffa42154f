import { expect, test } from '@playwright/test';
import { heightOf, open, panelCard, panelPage, seriousViolations } from '../fixtures/dashboard.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['dialog-lab', 'dialog-guest']) });
});
test.afterAll(() => server.dispose());

const place = '/workspaces/dialogs';

test('[E319] panels follow what is rendered late, growing and shrinking, and never scroll inside', async ({ page }) => {
  await open(server, page, place);
  const late = panelPage(page, 'Late');
  await expect(late.getByText('Row 10')).toBeVisible();
  await expect.poll(() => heightOf(page, 'Late')).toBeGreaterThan(400);
  const before = await heightOf(page, 'Late');
  await late.getByRole('button', { name: 'Add' }).click();
  await expect.poll(() => heightOf(page, 'Late')).toBe(before + 200);
  await late.getByRole('button', { name: 'Remove' }).click();
  await late.getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => heightOf(page, 'Late')).toBe(before - 200);
  for (const title of ['Late', 'Tall']) {
    const room = await panelCard(page, title)
      .locator('iframe')
      .evaluate((frame: HTMLIFrameElement) => [frame.contentDocument!.documentElement.scrollHeight, frame.clientHeight]);
    expect(room[0], title).toBe(room[1]);
  }
  expect(await heightOf(page, 'Tall')).toBeGreaterThan(3_000);
});

test('[E320] panels share the window’s NodeCG and socket, and hear each other’s messages once', async ({ page }) => {
  await open(server, page, place);
  await panelPage(page, 'Tall').getByRole('button', { name: 'Say hello' }).click();
  const pages = page.frames().filter((frame) => /\/(late|tall)\.html/.test(frame.url()));
  for (const frame of pages) {
    expect(
      await frame.evaluate(() => {
        type Shared = { NodeCG?: unknown; socket?: unknown };
        const [own, above] = [window as Shared, window.top as Shared];
        return own.NodeCG !== undefined && own.NodeCG === above.NodeCG && own.socket !== undefined && own.socket === above.socket;
      }),
    ).toBe(true);
    await expect.poll(() => frame.title()).toBe('heard from tall, 1');
  }
  // A round trip through the server later nothing has been said twice.
  await panelPage(page, 'Tall').getByRole('button', { name: 'Say hello' }).click();
  for (const frame of pages) await expect.poll(() => frame.title()).toBe('heard from tall, 2');
  expect(pages).toHaveLength(2);
});

test('[E322] light and dark panels are legible, with NodeCG’s classes for buttons', async ({ page }) => {
  await open(server, page, place);
  const reject = (title: string) => panelPage(page, title).getByRole('button', { name: 'Reject' });
  await expect(panelPage(page, 'Visitor').locator('body')).toHaveCSS('background-color', 'rgb(245, 245, 245)');
  await expect(panelPage(page, 'Runs').locator('body')).toHaveCSS('background-color', 'rgb(47, 58, 79)');
  await expect(reject('Visitor')).toHaveCSS('background-color', 'rgb(246, 226, 179)');
  await expect(reject('Runs')).toHaveCSS('background-color', 'rgb(74, 58, 20)');
  expect(await seriousViolations(page)).toEqual([]);
});

test('[E323] [C83] a panel without a workspace appears in the default one, where the dashboard opens; dialogs are no panels', async ({
  page,
}) => {
  await open(server, page, '/');
  await expect(page).toHaveURL(/\/workspaces\/default$/);
  await expect(panelPage(page, 'Home').getByText('A light panel')).toBeVisible();
  await expect(panelCard(page, 'Remove the run?')).toHaveCount(0);
});
