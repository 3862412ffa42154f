import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import type { AuditEntry } from '../../src/contract/audit.ts';
import { WireClient } from '../fixtures/client.ts';
import { expectNoSidewaysScroll, open, seriousViolations } from '../fixtures/dashboard.ts';
import { inDatabase } from '../fixtures/database.ts';
import { startNodecgCommand } from '../fixtures/move.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

test.describe.configure({ mode: 'serial' });

let server: Server;
/** What the first entry is about, before somebody changes it. */
let original = '';
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['live-score']) });
  const client = await WireClient.connect(server.url);
  await client.subscribe('live-score', 'audited', { home: 0, password: 'hunter2' });
  for (let home = 1; home <= 30; home++) await client.set('live-score', 'audited', { home, password: 'hunter3' });
  client.close();
});
test.afterAll(() => server.dispose());

const rows = (page: Page) => page.locator('[data-row]');
const chain = (page: Page) => page.getByRole('region', { name: 'State of the log' });

/** `nodecg audit …` as a person types it. */
async function audit(args: string[], root = server.root): Promise<{ status: number | null; output: string; errors: string }> {
  const child = startNodecgCommand(['audit', ...args], { NODECG_ROOT: root });
  let [output, errors] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, output, errors };
}

test('[E510] what people do is listed: who, what, on what, from where; a burst is one entry with before and after', async ({
  page,
}) => {
  await open(server, page, '/bundles');
  await page
    .getByRole('button', { name: /reload/i })
    .first()
    .click();
  await page.getByRole('link', { name: 'Audit log' }).click();
  const reload = rows(page).filter({ hasText: 'Reloaded a bundle' });
  await expect(reload).toContainText('This computer');
  await expect(reload).toContainText('bundle:live-score');
  await expect(reload).toContainText('127.0.0.1');
  const burst = rows(page).filter({ hasText: 'replicant:live-score:audited' });
  await expect(burst).toHaveCount(1);
  await expect(burst).toContainText('30 times');
  await burst.click();
  const change = page.getByRole('region', { name: 'What changed' });
  await expect(change).toContainText('home');
  await expect(change).toContainText('30');
  await expect(page.locator('body')).not.toContainText('hunter');
  await expect(chain(page)).toContainText('Whole');
});

test('[E511] filters are in the address, the keyboard walks through the entries, and nothing is unreadable', async ({ page }) => {
  await open(server, page, '/audit?area=replicant.');
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('textbox', { name: 'Filter entries' }).fill('nowhere');
  await expect(page.getByText('No entry matches')).toBeVisible();
  await expect(page).toHaveURL(/text=nowhere/);
  await page.getByRole('button', { name: 'Clear all filters' }).first().click();
  await expect(page).toHaveURL(/\/audit$/);
  await expect(rows(page).nth(1)).toBeVisible();
  await rows(page).first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(rows(page).nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rows(page).nth(1)).toHaveAttribute('aria-expanded', 'true');
  expect(await seriousViolations(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
});

test('[E512] a copy of what is looked at can be taken, and that is written down', async ({ page }) => {
  await open(server, page, '/audit?area=replicant.');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export JSON lines' }).click();
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\n');
  const entries = lines.map((line) => JSON.parse(line) as AuditEntry);
  expect(entries.map(({ action }) => action)).toEqual(['replicant.write']);
  expect(entries[0]).toMatchObject({ count: 30, after: { home: 30, password: '[secret]' } });
  const csv = await (await fetch(`${server.url}/audit/export?format=csv`)).text();
  expect(csv).toContain('replicant:live-score:audited');
  await page.goto(`${server.url}/audit?area=audit.`);
  await expect(rows(page)).toHaveCount(2);
  expect((await fetch(`${server.url}/audit/export?format=exe`)).status).toBe(400);
});

test('[E513] the command line says that the log is whole, beside the server', async () => {
  const verdict = await audit(['verify']);
  expect(verdict).toMatchObject({ status: 0 });
  expect(verdict.output).toMatch(/The audit log is whole: \d+ entries/);
  const exported = await audit(['export', '--format', 'jsonl', '--action', 'bundle.']);
  expect(exported.status).toBe(0);
  expect(exported.output).toContain('"bundle.reload"');
});

test('[E514] a row that somebody changed in the database is named on the page and on the command line, also without the server', async ({
  page,
}) => {
  await inDatabase(server, async (client) => {
    await expect(client.query("update audit_entry set target = 'x' where seq = 1")).rejects.toThrow('can only be added to');
    original = (await client.query<{ target: string }>('select target from audit_entry where seq = 1')).rows[0]?.target ?? '';
    await client.query('alter table audit_entry disable trigger all');
    await client.query("update audit_entry set target = 'replicant:live-score:other' where seq = 1");
    await client.query('alter table audit_entry enable trigger all');
  });
  await open(server, page, '/audit');
  await page.getByRole('button', { name: 'Verify now' }).click();
  await expect(chain(page)).toContainText('Broken at entry 1');
  expect(await audit(['verify'])).toMatchObject({ status: 1, output: expect.stringContaining('broken at entry 1') });
  await server.stop();
  expect(await audit(['verify', '--json'])).toMatchObject({ status: 1, output: expect.stringContaining('"seq":1') });
});

test('[E515] the cut-off end of a log is found, however whole the rest is', async () => {
  await server.start();
  await inDatabase(server, async (client) => {
    await client.query('alter table audit_entry disable trigger all');
    await client.query('delete from audit_entry where seq > 1');
    await client.query('update audit_entry set target = $1 where seq = 1', [original]);
    await client.query('alter table audit_entry enable trigger all');
  });
  const verdict = await audit(['verify']);
  expect(verdict.output).toContain('the end was cut off');
  expect(verdict.status).toBe(1);
});
