import { expect, test, type Locator, type Page } from '@playwright/test';
import { WireClient } from '../fixtures/client.ts';
import { expectNoSidewaysScroll, open, seriousViolations } from '../fixtures/dashboard.ts';
import { makeRoot, Server } from '../fixtures/server.ts';
import { otherBrowser } from '../fixtures/other-browsers.ts';

let server: Server;
let others: WireClient;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['rundown-board', 'live-score']) });
  others = await WireClient.connect(server.url, { reconnection: true });
});
test.afterAll(async () => {
  others.close();
  await server.dispose();
});

const address = (namespace: string, name: string, tab = ''): string =>
  `/replicants?namespace=${namespace}&name=${name}${tab && `&tab=${tab}`}`;
const pane = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const rows = (page: Page): Locator => page.getByRole('listbox', { name: 'All replicants' }).getByRole('option');
const row = (page: Page, name: string): Locator => rows(page).filter({ has: page.getByText(name, { exact: true }) });
const line = (page: Page, text: string | RegExp): Locator => page.getByRole('treeitem').filter({ hasText: text });
/** The extension changes the headline: somebody else. */
const say = (headline: string) => others.request('message', { bundle: 'rundown-board', name: 'say', content: headline });
const title = async () => (await others.read('rundown-board', 'title')).value as Record<string, unknown>;

test('[E200] a change lights up its line in the list and its place in the value, with who made it', async ({ page }) => {
  await open(server, page, '/replicants');
  await expect(page.getByText('Choose a replicant')).toBeVisible();
  await row(page, 'title').click();
  await expect(page).toHaveURL(/namespace=rundown-board&name=title/);
  const shown = pane(page, 'title');
  await expect(line(page, 'headline')).toContainText('"Welcome"');
  await expect(line(page, 'headline')).toHaveAttribute('data-changes', '0');
  await say('Kick-off');
  await expect(line(page, 'headline')).toContainText('"Kick-off"');
  await expect(line(page, 'headline')).toHaveAttribute('data-changes', '1');
  await expect(line(page, 'seconds')).toHaveAttribute('data-changes', '0');
  await expect(row(page, 'title')).toHaveAttribute('data-changes', /[1-9]/);
  await expect(shown).toContainText('Extension rundown-board');
});

test('[E201] a form made of the schema puts one change live; what the schema refuses is said at its field', async ({ page }) => {
  await open(server, page, address('rundown-board', 'title', 'edit'));
  const put = page.getByRole('button', { name: 'Put live' });
  await expect(put).toBeDisabled();
  await page.getByLabel('seconds', { exact: true }).fill('90');
  await page.getByLabel('kind', { exact: true }).selectOption('ticker');
  await put.click();
  await expect(page.getByRole('alert').filter({ hasText: 'must be <= 60' }).first()).toBeVisible();
  expect(await title()).toMatchObject({ seconds: 8, kind: 'lower third' });
  await page.getByLabel('seconds', { exact: true }).fill('12');
  await page.getByRole('button', { name: 'Add an item' }).click();
  await page.getByLabel('name', { exact: true }).fill('Ada');
  await page.getByRole('switch', { name: 'visible' }).check();
  await put.click();
  await expect
    .poll(title)
    .toMatchObject({ seconds: 12, kind: 'ticker', visible: true, guests: [{ name: 'Ada', role: 'Guest' }] });
  await expect(put).toBeDisabled();
  await page.getByLabel('seconds', { exact: true }).fill('a few');
  await expect(page.getByText('Enter a whole number')).toBeVisible();
  await expect(put).toBeDisabled();
});

test('[E202] JSON is edited as text; where it stops being JSON is told by line and column', async ({ page }) => {
  await open(server, page, address('rundown-board', 'title', 'edit'));
  await page.getByRole('button', { name: 'JSON', exact: true }).click();
  const text = page.getByLabel('Value as JSON');
  const before = await text.inputValue();
  await text.fill(before.replace(/"seconds": (\d+),/, '"seconds": $1'));
  await expect(page.getByText(/^Line \d+, column 3:$/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Put live' })).toBeDisabled();
  await text.fill(before.replace(/"seconds": \d+/, '"seconds": 20'));
  await page.keyboard.press('Control+Enter');
  await expect.poll(title).toMatchObject({ seconds: 20 });
});

test('[E203] what others change elsewhere goes together with mine; where both changed the same, a person decides', async ({
  page,
}) => {
  await open(server, page, address('rundown-board', 'title', 'edit'));
  const put = page.getByRole('button', { name: 'Put live' });
  await page.getByLabel('seconds', { exact: true }).fill('30');
  await say('Half-time');
  const notice = page.getByRole('status', { name: /changed this meanwhile/ });
  await expect(notice).toContainText('Extension rundown-board');
  await expect(notice).toContainText('"Half-time"');
  await expect(page.getByLabel('seconds', { exact: true })).toHaveValue('30');
  await put.click();
  await expect.poll(title).toMatchObject({ seconds: 30, headline: 'Half-time' });

  await page.getByLabel('Headline', { exact: true }).fill('Mine');
  await page.getByLabel('seconds', { exact: true }).fill('31');
  await say('Theirs');
  await expect(notice).toContainText('Both of you changed this');
  await expect(page.getByLabel('Headline', { exact: true })).toHaveValue('Mine');
  await expect(put).toBeDisabled();
  await notice.getByRole('radio', { name: /Theirs/ }).check();
  await notice.getByRole('button', { name: 'Merge both' }).click();
  await expect(page.getByLabel('Headline', { exact: true })).toHaveValue('Theirs');
  await put.click();
  await expect.poll(title).toMatchObject({ seconds: 31, headline: 'Theirs' });

  await page.getByLabel('Headline', { exact: true }).fill('Mine again');
  await say('Theirs again');
  await notice.getByRole('button', { name: 'Take theirs' }).click();
  await expect(page.getByLabel('Headline', { exact: true })).toHaveValue('Theirs again');
  await page.getByRole('button', { name: 'Get it back' }).click();
  await notice.getByRole('button', { name: 'Keep mine' }).click();
  await put.click();
  await expect.poll(title).toMatchObject({ headline: 'Mine again' });
});

test('[E204] the history tells who did what; revisions are compared and brought back, and that is undone again', async ({
  page,
}) => {
  await open(server, page, address('rundown-board', 'title', 'history'));
  const entries = pane(page, 'title')
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: /^Compare revision/ }) });
  await say('First');
  await expect(entries.first()).toContainText(/headline ".+" → "First"/);
  await expect(entries.first()).toContainText('Extension rundown-board');
  await say('Second');
  await expect(entries.first()).toContainText('"First" → "Second"');
  await entries
    .nth(0)
    .getByRole('button', { name: /^Compare/ })
    .click();
  await entries
    .nth(1)
    .getByRole('button', { name: /^Compare/ })
    .click();
  const comparison = page.getByRole('region', { name: 'Compare', exact: true });
  await expect(comparison).toContainText('headline');
  await expect(comparison).toContainText('−"First"+"Second"');
  await entries
    .nth(1)
    .getByRole('button', { name: /^Restore/ })
    .click();
  await expect.poll(title).toMatchObject({ headline: 'First' });
  await expect(entries.first()).toContainText(/restored from \d+/);
  await page.getByRole('listitem').filter({ hasText: 'is as it was at revision' }).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(title).toMatchObject({ headline: 'Second' });
  await expect(entries.first()).toContainText(/undo of \d+/);
  await page.locator('h2', { hasText: 'title' }).click();
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(title).toMatchObject({ headline: 'First' });
  await page.keyboard.press('Control+z');
  await expect.poll(title).toMatchObject({ headline: 'Second' });
});

test('[E205] undo says why there is nothing to undo; the server’s own replicants can’t be changed', async ({ page }) => {
  await open(server, page, address('live-score', 'from-extension'));
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('alert').filter({ hasText: /\S/ }).first()).toBeVisible();
  await open(server, page, address('nodecg', 'bundles', 'edit'));
  await expect(page.getByText('Only the server writes this').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Put live' })).toHaveCount(0);
});

test('[E206] followers are listed with page, address and program', async ({ page }) => {
  const graphic = await otherBrowser(page.context().browser()!);
  await graphic.goto(`${server.url}/bundles/rundown-board/graphics/title.html`);
  await open(server, page, address('rundown-board', 'title', 'followers'));
  const followers = pane(page, 'title').getByRole('listitem');
  const open_ = followers.filter({ hasText: '/bundles/rundown-board/graphics/title.html' });
  await expect(open_).toContainText('live');
  await expect(open_).toContainText('127.0.0.1');
  await expect(open_).toContainText('Chrom');
  await expect(followers.filter({ hasText: 'Extension' })).toContainText('rundown-board');
  await graphic.context().close();
  await expect(open_).toHaveCount(0);
});

test('[E207] the show is saved under a name, compared with now, and restored in one step after asking', async ({ page }) => {
  const graphic = await otherBrowser(page.context().browser()!);
  await graphic.goto(`${server.url}/bundles/rundown-board/graphics/title.html`);
  await say('Before the show');
  await expect.poll(title).toMatchObject({ headline: 'Before the show' });
  await open(server, page, '/saved');
  await expect(page.getByText('Nothing saved yet')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Doors open');
  await page.getByRole('button', { name: 'Save what is live' }).click();
  const card = page.getByRole('article', { name: 'Doors open', exact: true });
  await expect(card).toContainText('Whole show');
  await page.getByLabel('Name', { exact: true }).fill('Doors open');
  await page.getByRole('button', { name: 'Save what is live' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Doors open' })).toBeVisible();

  await say('An accident');
  await expect.poll(title).toMatchObject({ headline: 'An accident' });
  await card.getByRole('button', { name: 'Compare Doors open' }).click();
  await expect(card).toContainText('1 changed');
  await card.locator('summary', { hasText: 'title' }).click();
  await expect(card).toContainText('"An accident"');

  await card.getByRole('button', { name: 'Restore Doors open' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('1 replicant goes back at once, in rundown-board.');
  await expect(question).toContainText('On air now and showing it: title');
  await question.getByRole('button', { name: 'Restore all of it' }).click();
  await expect(graphic.getByText('Before the show')).toBeVisible();
  await expect(page.getByText('“Doors open” restored: 1 replicant changed')).toBeVisible();

  await card.getByRole('button', { name: 'Rename Doors open' }).click();
  await page.getByRole('textbox', { name: 'Rename Doors open' }).fill('Doors');
  await page.keyboard.press('Enter');
  const renamed = page.getByRole('article', { name: 'Doors', exact: true });
  await renamed.getByRole('button', { name: 'Delete Doors' }).click();
  await question.getByRole('button', { name: 'Delete it' }).click();
  await expect(renamed).toHaveCount(0);
  // What was live before it was restored has been kept.
  const kept = page.getByRole('article', { name: /^Before “Doors open”/ });
  await kept.getByRole('button', { name: /^Restore/ }).click();
  await question.getByRole('button', { name: 'Restore all of it' }).click();
  await expect(graphic.getByText('An accident')).toBeVisible();
  await graphic.context().close();
});

test('[E208] 500 replicants and a large value stay quick: only what is seen is drawn, keys and the search reach everything', async ({
  page,
}) => {
  const items = Array.from({ length: 500 }, (_, index) => ({
    namespace: 'rundown-board',
    name: `row-${index}`,
    declare: { defaultValue: { index } },
  }));
  expect(await others.request('subscribe', { items })).toMatchObject({ ok: true });
  const large = Array.from({ length: 20_000 }, (_, index) => ({ id: index, text: `item ${index}` }));
  await others.subscribe('rundown-board', 'large', large);
  await open(server, page, '/replicants');
  await expect(page.locator('#main').getByText(/^5\d\d replicants$/)).toBeVisible();
  expect(await rows(page).count()).toBeLessThan(60);
  await page.keyboard.press('/');
  await page.keyboard.type('row-49');
  await expect(rows(page)).toHaveCount(11);
  await page.keyboard.press('ArrowDown');
  await expect(pane(page, 'row-49')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(pane(page, 'row-490')).toBeVisible();
  await expect(line(page, 'index')).toContainText('490');

  await page.locator('h1').click();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('rundown large');
  await page.keyboard.press('Enter');
  await expect(pane(page, 'large')).toContainText('20,000 items');
  expect(await page.getByRole('treeitem').count()).toBeLessThan(80);
  await page.getByRole('tree').press('End');
  await expect(line(page, '19800 … 19999')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(line(page, /^19800:/)).toHaveAttribute('aria-selected', 'true');
  await pane(page, 'large').getByRole('tab', { name: /Edit/ }).click();
  await expect(page.getByText('Choose the part to edit in the tree')).toBeVisible();
});

test('[E209] a draft outlives the connection, a restart of the server and other pages', async ({ page }) => {
  await open(server, page, address('rundown-board', 'title', 'edit'));
  await page.getByLabel('Headline', { exact: true }).fill('Typed before');
  await server.kill();
  await expect(page.getByText(/Connection lost at/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Put live' })).toBeDisabled();
  await expect(page.getByText('Waits for the connection')).toBeVisible();
  await page.getByLabel('Headline', { exact: true }).fill('Typed meanwhile');
  await server.start();
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByLabel('Headline', { exact: true })).toHaveValue('Typed meanwhile');
  await page.getByRole('link', { name: /^Saved states/ }).click();
  await expect(page.getByRole('heading', { name: 'Saved states' })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Headline', { exact: true })).toHaveValue('Typed meanwhile');
  await page.getByRole('button', { name: 'Put live' }).click();
  await expect.poll(title).toMatchObject({ headline: 'Typed meanwhile' });
});

test('[E212] on a phone list and replicant come one after the other; nothing scrolls sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(server, page, '/replicants');
  await page.getByRole('textbox', { name: 'Filter replicants' }).fill('title');
  await row(page, 'title').click();
  const back = page.getByRole('button', { name: 'All replicants' });
  for (const tab of ['Value', 'Edit', 'History', 'Followers']) {
    await pane(page, 'title')
      .getByRole('tab', { name: new RegExp(tab) })
      .click();
    await expectNoSidewaysScroll(page);
  }
  await back.click();
  await expect(row(page, 'title')).toBeVisible();
  await open(server, page, '/saved');
  await expectNoSidewaysScroll(page);
});

test('[E211] axe finds nothing serious on any part of the inspector and on saved states, dark and light', async ({ page }) => {
  const pages = ['value', 'edit', 'history', 'followers'].map((tab) => address('rundown-board', 'title', tab));
  for (const theme of ['dark', 'light']) {
    await page.context().addCookies([{ name: 'nodecg-theme', value: theme, url: server.url }]);
    for (const one of [...pages, '/saved']) {
      await open(server, page, one);
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
      expect(await seriousViolations(page), `${theme} ${one}`).toEqual([]);
    }
  }
});
