import { expect, test } from '@playwright/test';
import { panelPage, seriousViolations } from '../fixtures/dashboard.ts';
import { dialog, dialogPage, focused, heard, openDialogs, opener } from '../fixtures/dialogs.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['dialog-lab', 'dialog-guest']) });
});
test.afterAll(() => server.dispose());

test('[E310] [C20] getDialog and getDialogDocument give the element and its live document, where NodeCG has them', async ({
  page,
}) => {
  await openDialogs(server, page);
  await expect(opener(page, 'About')).toBeVisible();
  const panel = page.frames().find((frame) => frame.url().endsWith('/openers.html'))!;
  const found = await panel.evaluate(() => {
    type Dialog = HTMLElement & { opened: boolean; open(): void; close(): void };
    type Api = { getDialog(name: string, bundle?: string): Dialog | undefined; getDialogDocument(name: string): Document };
    const { nodecg } = globalThis as unknown as { nodecg: Api };
    const ask = nodecg.getDialog('ask')!;
    const shadow = top!.document.querySelector('ncg-dashboard')!.shadowRoot!;
    return {
      tag: ask.localName,
      types: [typeof ask.open, typeof ask.close, ask.opened],
      frame: ask.querySelector('iframe')!.getAttribute('src'),
      scrollable: ask.getElementsByTagName('paper-dialog-scrollable').length,
      sameInShadow: shadow.querySelector('#dialogs #dialog-lab_ask') === ask && shadow.getElementById('dialog-lab_ask') === ask,
      missing: [nodecg.getDialog('none'), nodecg.getDialog('ask', 'none')],
      theirs: nodecg.getDialog('ask', 'dialog-lab') === ask,
    };
  });
  expect(found).toEqual({
    tag: 'ncg-dialog',
    types: ['function', 'function', false],
    frame: '/bundles/dialog-lab/dashboard/ask.html',
    scrollable: 1,
    sameInShadow: true,
    missing: [undefined, undefined],
    theirs: true,
  });
  // Not loaded before it was opened.
  expect(page.frames().some((frame) => frame.url().endsWith('/ask.html'))).toBe(false);
  await opener(page, 'By code').click();
  await expect(dialogPage(page, 'ask').getByLabel('Reason')).toBeVisible();
  await dialogPage(page, 'ask').getByLabel('Reason').fill('late');
  const reason = await panel.evaluate(() => {
    const { nodecg } = globalThis as unknown as { nodecg: { getDialogDocument(name: string): Document } };
    return nodecg.getDialogDocument('ask').querySelector<HTMLInputElement>('#reason')?.value;
  });
  expect(reason).toBe('late');
});

test('[E311] [C85] a click on nodecg-dialog opens the dialog: nested, added later, an image, in a shadow tree', async ({
  page,
}) => {
  await openDialogs(server, page);
  const openers = panelPage(page, 'Openers');
  await expect(opener(page, 'Nowhere')).toBeVisible();
  for (const [click, name] of [
    [openers.getByText('Remove…'), 'ask'],
    [openers.getByRole('img', { name: 'Later' }), 'ask'],
    [openers.getByText('In a shadow'), 'plain'],
  ] as const) {
    await click.click();
    await expect(dialog(page, name)).toBeVisible();
    expect(await dialog(page, name).evaluate((element) => (element as unknown as { opened: boolean }).opened)).toBe(true);
    await page.keyboard.press('Escape');
    await expect(dialog(page, name)).toBeHidden();
  }
  const warning = page.waitForEvent('console', (message) => message.text().includes('no dialog "nowhere"'));
  await opener(page, 'Nowhere').click();
  await warning;
});

test('[E312] [C84] [C88] the manifest’s buttons, in their order; the page hears what they mean, and Escape and the backdrop', async ({
  page,
}) => {
  await openDialogs(server, page);
  const buttons = dialog(page, 'ask').locator('button');
  const reopen = async () => {
    await opener(page, 'Remove…').click();
    await expect(dialogPage(page, 'ask').getByLabel('Reason')).toBeVisible();
  };
  await reopen();
  await expect(buttons).toHaveText(['close', 'accept']);
  await expect(dialog(page, 'ask').locator('[dialog-dismiss]')).toHaveText('close');
  await expect(dialog(page, 'ask').locator('[dialog-confirm]')).toHaveText('accept');
  await expect.poll(() => heard(page, 'ask')).toBe('opened');
  await dialog(page, 'ask').getByRole('button', { name: 'accept' }).click();
  await expect(dialog(page, 'ask')).toBeHidden();
  await expect.poll(() => heard(page, 'ask')).toBe('opened confirmed');
  const ways: [string, () => Promise<void>][] = [
    ['the dismiss button', () => dialog(page, 'ask').getByRole('button', { name: 'close' }).click()],
    ['the backdrop', () => page.mouse.click(20, 400)],
    ['Escape in its page', () => dialogPage(page, 'ask').getByLabel('Reason').press('Escape')],
    ['Escape on its buttons', () => dialog(page, 'ask').getByRole('button', { name: 'accept' }).press('Escape')],
    ['code', () => dialog(page, 'ask').evaluate((element) => (element as unknown as { close(): void }).close())],
  ];
  let expected = 'opened confirmed';
  for (const [way, close] of ways) {
    await reopen();
    await expect.poll(() => heard(page, 'ask'), way).toBe((expected += ' opened'));
    await close();
    await expect(dialog(page, 'ask'), way).toBeHidden();
    await expect.poll(() => heard(page, 'ask'), way).toBe((expected += ' dismissed'));
  }
});

test('[E313] open, wait for load, close, open again; the page confirms by itself: each answer comes once (P6, P7)', async ({
  page,
}) => {
  await openDialogs(server, page);
  const runs = panelPage(page, 'Runs');
  const editor = dialogPage(page, 'run editor');
  const answers = runs.locator('#answers');
  await runs.getByRole('button', { name: 'Edit run' }).click();
  await expect(editor.getByRole('heading', { name: 'Any%' })).toBeVisible();
  expect(await heard(page, 'run editor')).toBe('opened');
  await editor.getByRole('button', { name: 'Save' }).click();
  await expect(dialog(page, 'run editor')).toBeHidden();
  await expect.poll(() => heard(page, 'run editor')).toBe('opened confirmed');
  await expect(answers).toHaveText('saved');
  await runs.getByRole('button', { name: 'Edit run' }).click();
  await expect.poll(() => heard(page, 'run editor')).toBe('opened confirmed opened');
  await editor.getByRole('button', { name: 'Leave' }).click();
  await expect.poll(() => heard(page, 'run editor')).toBe('opened confirmed opened dismissed');
  await expect(answers).toHaveText('saved left');
  await runs.getByRole('button', { name: 'Edit run' }).click();
  await expect(dialog(page, 'run editor')).toBeVisible();
  await dialog(page, 'run editor').getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => heard(page, 'run editor')).toBe('opened confirmed opened dismissed opened dismissed');
  await expect(answers).toHaveText('saved left left');
  expect(
    await dialog(page, 'run editor')
      .locator('paper-dialog-scrollable')
      .evaluate((area) => (area as HTMLElement).style.marginBottom),
  ).toBe('12px');
});

test('[E314] the keyboard goes into a dialog and back to where it was; what is under it takes neither clicks nor keys', async ({
  page,
}) => {
  await openDialogs(server, page);
  // A panel shows when it has loaded, and with it the script that opens dialogs.
  await expect(page.locator('iframe[title="Openers"]')).not.toHaveClass(/opacity-0/);
  await opener(page, 'About').focus();
  await page.keyboard.press('Enter');
  const plain = page.getByRole('dialog', { name: 'About this bundle' });
  await expect(plain).toBeVisible();
  await expect(plain).toHaveAttribute('aria-modal', 'true');
  await expect.poll(() => focused(page)).toBe('About this bundle');
  expect(await page.locator('#main').evaluate((main) => main.closest('[inert]') !== null)).toBe(true);
  expect(await seriousViolations(page)).toEqual([]);
  // Over it another one, from its own page; Escape takes the topmost only, unless its page keeps the key.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog(page, 'over')).toBeVisible();
  await expect(dialog(page, 'plain')).toHaveJSProperty('inert', true);
  const keeps = dialogPage(page, 'over').getByLabel('Keeps Escape');
  await keeps.press('Escape');
  await expect(dialog(page, 'over')).toBeVisible();
  // The search opens over dialogs, and its Escape is its own.
  await keeps.press('Control+k');
  await expect(page.getByPlaceholder(/^Go to a panel/)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByPlaceholder(/^Go to a panel/)).toHaveCount(0);
  await expect(dialog(page, 'over')).toBeVisible();
  await dialog(page, 'over').getByRole('button', { name: 'Close' }).click();
  await expect(dialog(page, 'over')).toBeHidden();
  await expect(dialog(page, 'plain')).toHaveJSProperty('inert', false);
  await expect.poll(() => focused(page)).toBe('About this bundle');
  await page.keyboard.press('Escape');
  await expect(dialog(page, 'plain')).toBeHidden();
  await expect(opener(page, 'About')).toBeFocused();
  await expect.poll(() => focused(page)).toBe('Openers');
  expect(await page.locator('#main').evaluate((main) => main.closest('[inert]') !== null)).toBe(false);
});

test('[E317] another bundle’s panel opens it, also a full-bleed one; a graphic has no dialogs, not even as a preview', async ({
  page,
}) => {
  await openDialogs(server, page);
  await panelPage(page, 'Visitor').getByRole('button', { name: 'Open theirs' }).click();
  // Before its page is there, nobody hears of it.
  await expect(dialogPage(page, 'ask').getByLabel('Reason')).toBeVisible();
  await dialog(page, 'ask').getByRole('button', { name: 'close' }).click();
  await page.getByRole('link', { name: 'Stage' }).click();
  await panelPage(page, 'Stage').getByRole('button', { name: 'Open theirs' }).click();
  await expect(dialog(page, 'ask')).toBeVisible();
  await expect.poll(() => heard(page, 'ask')).toBe('opened dismissed opened');
  const none = 'dialog: undefined, document: undefined';
  const framed = await page.evaluate(async (src) => {
    const frame = document.body.appendChild(Object.assign(document.createElement('iframe'), { src }));
    await new Promise((resolve) => frame.addEventListener('load', resolve));
    return frame.contentDocument?.body.textContent?.trim();
  }, '/bundles/dialog-guest/graphics/looks.html?preview');
  expect(framed).toBe(none);
  await page.goto(`${server.url}/bundles/dialog-guest/graphics/looks.html`);
  await expect(page.locator('body')).toHaveText(none);
});

test('[E318] [C79] [C80] a panel in a window of its own renders, and shows a dialog’s page in another', async ({
  page,
  context,
}) => {
  const answer = await page.goto(`${server.url}/bundles/dialog-lab/dashboard/openers.html?standalone=true`);
  expect(await answer?.text()).toContain('/dashboard/css/panel-defaults.css');
  await expect(page.locator('body')).toHaveCSS('margin', '15px');
  const [window] = await Promise.all([context.waitForEvent('page'), page.getByText('Remove…').click()]);
  await expect(window.getByLabel('Reason')).toBeVisible();
  await expect(window).toHaveURL(/\/bundles\/dialog-lab\/dashboard\/ask\.html/);
  await expect(window.locator('body')).toHaveCSS('margin', '0px');
});

test('[E321] a dialog is as wide as a panel of its width, follows its page up to the window, and fits a phone', async ({
  page,
}) => {
  await openDialogs(server, page);
  await opener(page, 'About').click();
  const box = async () => (await dialog(page, 'plain').boundingBox())!;
  await expect(dialogPage(page, 'plain').getByRole('button', { name: 'More lines' })).toBeVisible();
  expect((await box()).width).toBe(560);
  await expect.poll(async () => (await box()).height).toBeLessThan(300);
  await dialogPage(page, 'plain').getByRole('button', { name: 'More lines' }).click();
  await expect.poll(async () => (await box()).height).toBe(860 - 96);
  await dialog(page, 'plain')
    .locator('paper-dialog-scrollable')
    .evaluate((area) => area.scrollTo(0, area.scrollHeight));
  await expect(dialogPage(page, 'plain').locator('#heard')).toBeInViewport();
  await page.setViewportSize({ width: 390, height: 800 });
  await expect.poll(box).toEqual({ x: 8, y: 8, width: 374, height: 784 });
});
