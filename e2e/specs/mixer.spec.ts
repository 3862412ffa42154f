import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import type { NodecgClass } from '../../src/bundles/client/nodecg-global.ts';
import { expectNoSidewaysScroll, open, panelPage, seriousViolations } from '../fixtures/dashboard.ts';
import { projectDir, type Server } from '../fixtures/server.ts';
import { openPlayer, type JingleWindow } from '../fixtures/sounds.ts';
import { expect, test } from '../fixtures/test.ts';
import { otherBrowser } from '../fixtures/other-browsers.ts';

declare const NodeCG: NodecgClass;

test.use({ bundles: ['jingle-box'] });

const soundFile = (name: string) => readFileSync(path.join(projectDir, 'e2e/bundles/jingle-box/sounds', name));
const fader = (page: Page, name: string) => page.getByRole('slider', { name: `Fader of ${name}`, exact: true });

async function upload(server: Server, name: string, content: Buffer): Promise<void> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(content)]), name);
  const answer = await fetch(`${server.url}/assets/jingle-box/sounds`, { method: 'POST', body: form });
  expect(answer.status).toBe(200);
}

/** The mixer on this page, and on another person's. */
async function openTwoDesks(server: Server, page: Page, browser: Browser): Promise<Page> {
  await open(server, page, '/mixer');
  const other = await otherBrowser(browser);
  await open(server, other, '/mixer');
  return other;
}

test('[E300] [C95] an uploaded sound is offered at once, pages load what is chosen and what replaces it, and a deleted one is none', async ({
  server,
  page,
  browser,
}) => {
  await open(server, page, '/mixer');
  const graphic = await otherBrowser(browser);
  await openPlayer(graphic, server.url);
  const source = page.getByRole('combobox', { name: 'Sound of applause' });
  await expect(source.getByRole('option')).toHaveText(['None', 'Default (applause.ogg)']);
  await upload(server, 'crowd #1.mp3', soundFile('bell.mp3'));
  await expect(source.getByRole('option')).toHaveText(['None', 'Default (applause.ogg)', 'crowd #1.mp3']);
  await source.selectOption({ label: 'crowd #1.mp3' });
  const play = () =>
    graphic.evaluate(() => {
      const { playState, src } = (window as unknown as JingleWindow).nodecg.playSound('applause');
      return `${playState} ${src}`;
    });
  await expect.poll(play).toMatch(/^playSucceeded \/assets\/jingle-box\/sounds\/crowd%20%231\.mp3\?sum=7e4e7f0e/);
  const other = Buffer.concat([soundFile('bell.mp3'), soundFile('bell.mp3')]);
  await upload(server, 'crowd #1.mp3', other);
  await expect.poll(play).toMatch(/^playSucceeded .*\?sum=(?!7e4e7f0e)/);
  const gone = await fetch(`${server.url}/assets/jingle-box/sounds/crowd%20%231.mp3`, { method: 'DELETE' });
  expect(gone.status).toBe(200);
  await expect(source).toHaveValue('none');
  await expect
    .poll(() => play().catch((error: Error) => error.message))
    .toContain('Cue "applause" in bundle "jingle-box" has no file');
});

test('[E301] two at one fader: each sees the other at once, and the one who holds it is not fought', async ({
  server,
  page,
  browser,
}) => {
  const other = await openTwoDesks(server, page, browser);
  const box = (await fader(page, 'Master').boundingBox())!;
  const at = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const;
  await page.mouse.move(...at(0.8));
  await page.mouse.down();
  for (let share = 0.8; share > 0.5; share -= 0.02) await page.mouse.move(...at(share));
  const held = Number(await fader(page, 'Master').inputValue());
  expect(held).toBeGreaterThan(40);
  expect(held).toBeLessThan(60);
  await expect(fader(other, 'Master')).toHaveValue(String(held));
  await fader(other, 'Master').press('End');
  await expect(fader(other, 'Master')).toHaveValue('100');
  await other.getByRole('textbox', { name: 'Level of bell in percent' }).fill('12');
  await other.keyboard.press('Enter');
  await expect(fader(page, 'bell')).toHaveValue('12');
  await expect(fader(page, 'Master')).toHaveValue(String(held));
  await page.mouse.move(...at(0.2));
  await page.mouse.up();
  const last = await fader(page, 'Master').inputValue();
  expect(Number(last)).toBeLessThan(30);
  await expect(fader(other, 'Master')).toHaveValue(last);
});

test('[E386] a fader that was moved stays where somebody else moves it next; moved away and back on a slow line it is back', async ({
  server,
  page,
  browser,
}) => {
  const other = await openTwoDesks(server, page, browser);
  await page.evaluate(() => {
    const master = NodeCG.Replicant<number>('volume:master', '_sounds');
    const answer = (level: number | undefined): void => {
      if (level !== 0) return;
      master.off('change', answer);
      master.value = 20;
    };
    master.on('change', answer);
  });
  await fader(other, 'Master').press('Home');
  // When its hand has rested it follows everybody again.
  await expect(fader(other, 'Master')).toHaveValue('20');

  const heard = await other.evaluateHandle(() => {
    const levels = { master: new Array<number | undefined>(), bell: new Array<number | undefined>() };
    NodeCG.Replicant<number>('volume:master', '_sounds').on('change', (level) => void levels.master.push(level));
    NodeCG.Replicant<{ name: string; volume: number }[]>('soundCues', 'jingle-box').on('change', (cues) => {
      levels.bell.push(cues?.find(({ name }) => name === 'bell')?.volume);
    });
    return levels;
  });
  const far = await otherBrowser(browser);
  let lineMs = 0;
  await far.routeWebSocket(/socket\.io/, (line) => {
    const gateway = line.connectToServer();
    gateway.onMessage((message) => void setTimeout(() => line.send(message), lineMs));
  });
  await open(server, far, '/mixer');
  lineMs = 400;
  for (const name of ['Master', 'bell']) {
    await fader(far, name).press('ArrowDown');
    await fader(far, name).press('ArrowUp');
  }
  const before = Number(await fader(far, 'bell').inputValue());
  await expect.poll(() => heard.jsonValue()).toEqual({ master: [20, 19, 20], bell: [before, before - 1, before] });
});

test('[E302] mute silences pages, everybody sees it, and anybody brings the level back', async ({ server, page, browser }) => {
  const other = await openTwoDesks(server, page, browser);
  const graphic = await otherBrowser(browser);
  await openPlayer(graphic, server.url);
  await graphic.evaluate(() => {
    const own = window as unknown as JingleWindow;
    own.played = Object.assign(own.nodecg.playSound('bell'), { loop: -1 });
  });
  const heard = () => graphic.evaluate(() => (window as unknown as JingleWindow).played?.volume);
  for (const name of ['bell', 'all of jingle-box', 'Master']) {
    await page.getByRole('button', { name: `Mute ${name}`, exact: true }).click();
    await expect.poll(heard).toBe(0);
    await expect(other.getByText('Muted', { exact: true })).toBeVisible();
    await other.getByRole('button', { name: `Unmute ${name}`, exact: false }).click();
    await expect.poll(heard).toBeCloseTo(0.8);
    await expect(page.getByText('Muted', { exact: true })).toBeHidden();
  }
});

test('[E303] everything goes by keys, and one can listen without going on air', async ({ server, page }) => {
  await open(server, page, '/');
  await page.keyboard.press('g');
  await page.keyboard.press('x');
  await expect(page).toHaveURL(/\/mixer$/);
  const bell = fader(page, 'bell');
  await bell.focus();
  for (const [key, level] of [
    ['ArrowLeft', 79],
    ['PageDown', 69],
    ['Home', 0],
    ['End', 100],
    ['PageUp', 100],
  ] as const) {
    await page.keyboard.press(key);
    await expect(bell).toHaveAttribute('aria-valuetext', `${level} %`);
  }
  await page.keyboard.press('m');
  await expect(bell).toHaveAttribute('aria-valuetext', 'Muted, comes back to 100 %');
  await expect(page.getByRole('button', { name: 'bell is silent: one of its faders is at 0' })).toBeDisabled();
  await page.keyboard.press('m');
  await expect(bell).toHaveAttribute('aria-valuetext', '100 %');
  await page.keyboard.press('p');
  const row = page.getByRole('listitem', { name: 'bell' });
  await expect(row.getByText('Playing here only, at 100 %')).toBeVisible();
  await fader(page, 'Master').focus();
  await page.keyboard.press('PageDown');
  await expect(row.getByText('Playing here only, at 90 %')).toBeVisible();
  await page.getByRole('button', { name: 'Stop listening to bell' }).click();
  await expect(row.getByText('Playing here only')).toBeHidden();
  await page.goto(`${server.url}/dashboard/#mixer`);
  await expect(page).toHaveURL(/\/mixer/);
});

test('[E304] the desk says when it is empty, filtered, or away, and fits a phone', async ({ server, page }) => {
  await open(server, page, '/mixer');
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('textbox', { name: 'Filter cues' }).fill('bell.mp3');
  await expect(fader(page, 'bell')).toBeVisible();
  await expect(fader(page, 'applause')).toBeHidden();
  await page.getByRole('textbox', { name: 'Filter cues' }).fill('gong');
  await expect(page.getByText('Nothing matches “gong”')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filter' }).last().click();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(fader(page, 'applause')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 860 });
  await server.stop();
  await expect(fader(page, 'bell')).toBeDisabled();
  await expect(fader(page, 'bell')).toHaveValue('80');
  await expect(page.locator('#main').getByText('Stale', { exact: true })).toBeVisible();
  await server.start();
  await expect(fader(page, 'bell')).toBeEnabled();
  await page.route('**/nodecg-api.min.js', (route) => route.abort());
  await page.reload();
  await expect(page.getByRole('heading', { name: 'No live connection: faders can’t be shown' })).toBeVisible();
});

test.describe('without sounds', () => {
  test.use({ bundles: ['live-score'] });
  test('[E305] a show without sounds has an empty desk, and no page of it carries SoundJS', async ({ server, page }) => {
    await open(server, page, '/mixer');
    await expect(page.getByText('No bundle has sounds')).toBeVisible();
    const html = await (await fetch(`${server.url}/bundles/live-score/graphics/bug.html`)).text();
    expect(html).not.toMatch(/soundjs|nodecg-sounds/);
  });
});

test('[E306] a panel plays with a SoundJS of its own, in the dashboard and alone', async ({ server, page }) => {
  await open(server, page, '/');
  await expect.poll(() => page.evaluate(() => typeof (window as unknown as JingleWindow).createjs?.Sound)).toBe('function');
  const panel = panelPage(page, 'Pads');
  const isReady = () => (window as unknown as Partial<JingleWindow>).nodecg?.soundsReady;
  await expect.poll(() => panel.locator('body').evaluate(isReady)).toBe(true);
  await panel.getByRole('button', { name: 'Bell' }).click();
  const played = () => {
    const own = window as unknown as JingleWindow;
    return [own.played?.playState, own.createjs.Sound._instances.length, own.nodecg.soundsReady];
  };
  expect(await panel.locator('body').evaluate(played)).toEqual(['playSucceeded', 1, true]);
  await page.goto(`${server.url}/bundles/jingle-box/dashboard/pads.html?standalone=true`);
  await expect.poll(() => page.evaluate(isReady)).toBe(true);
  await page.getByRole('button', { name: 'Bell' }).click();
  expect(await page.evaluate(played)).toEqual(['playSucceeded', 1, true]);
});

test('[E307] in a plain browser that waits for a click nothing piles up', async ({ server, page }) => {
  const said: string[] = [];
  page.on('console', (message) => message.text().startsWith('audio') && said.push(message.text()));
  await page.goto(`${server.url}/bundles/jingle-box/graphics/eager.html`);
  // Nothing may be asked of the page meanwhile: that would count as a click.
  await expect.poll(() => said, { timeout: 20_000 }).toEqual(['audio suspended, playSucceeded', 'audio ended, 0 left']);
});

test('[E308] a sound that is played before it has arrived, or fails to load at first, harms nothing', async ({
  server,
  page,
}) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  let letThrough: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route('**/sound/jingle-box/bell/*', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${server.url}/bundles/jingle-box/graphics/player.html`);
  await expect.poll(() => page.evaluate(() => (window as unknown as JingleWindow).nodecg.findCue('bell')?.volume)).toBe(80);
  const early = () => page.evaluate(() => (window as unknown as JingleWindow).nodecg.playSound('bell').playState);
  expect([await early(), await early()]).toEqual(['playFailed', 'playFailed']);
  letThrough();
  await page.evaluate(() => (window as unknown as JingleWindow).whenReady);
  expect(await early()).toBe('playSucceeded');
  expect(errors).toEqual([]);

  let isAway = true;
  await page.unrouteAll();
  await page.route('**/sound/jingle-box/bell/*', (route) => (isAway ? route.abort() : route.continue()));
  // Ready all the same: one sound keeps no page waiting.
  await openPlayer(page, server.url);
  expect(await early()).toBe('playFailed');
  isAway = false;
  await expect.poll(early).toBe('playSucceeded');
});
