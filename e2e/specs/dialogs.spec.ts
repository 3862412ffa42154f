import { expect, test, type FrameLocator, type Locator, type Page } from '@playwright/test';
import { editFile, heightOf, open, panelCard, panelPage, seriousViolations } from '../fixtures/dashboard.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['dialog-lab', 'dialog-guest']) });
});
test.afterAll(() => server.dispose());

const place = '/workspaces/dialogs';

function dialog(page: Page, name: string): Locator {
  return page.locator(`#dialogs [id="dialog-lab_${name}"]`);
}

function dialogPage(page: Page, name: string): FrameLocator {
  return dialog(page, name).frameLocator('iframe');
}

/** What a dialog's page has heard of its dialog, without `dialog-`. */
async function heard(page: Page, name: string): Promise<string> {
  return dialog(page, name).evaluate((element) => {
    const view = element.querySelector('iframe')?.contentWindow as (Window & { heard?: string[] }) | null | undefined;
    return (view?.heard ?? []).map((event) => event.replace('dialog-', '')).join(' ');
  });
}

function opener(page: Page, name: string): Locator {
  return panelPage(page, 'Openers').getByRole('button', { name });
}

test('[E310] [C20] [C83] getDialog and getDialogDocument give the element and its live document, where NodeCG has them', async ({
  page,
}) => {
  await open(server, page, place);
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
  await open(server, page, place);
  const openers = panelPage(page, 'Openers');
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
  await open(server, page, place);
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
  await open(server, page, place);
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
