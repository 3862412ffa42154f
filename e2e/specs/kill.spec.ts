import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { WireClient } from '../fixtures/client.ts';
import type { Server } from '../fixtures/server.ts';

// Next takes no part in air: without it a round takes a second less.
test.use({ env: { ROLES: 'gateway,extensions' } });

const rounds = 20;

/**
 * One writer counts up, one revision a write, several writes in flight; the server is killed after some acknowledgements.
 * As revision 1 carries n = 1, value and revision must stay equal for ever.
 */
async function writeUntilKilled(server: Server, killAfter: number): Promise<{ acknowledged: number }> {
  const client = await WireClient.connect(server.url);
  await client.subscribe('live-score', 'counter', { n: 0 });
  let n = (await client.read('live-score', 'counter')).revision;
  const start = n;
  let acknowledged = n;
  let killed: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    while (killed === undefined) {
      n += 1;
      const mine = n;
      const reply = await client
        .request('propose', {
          namespace: 'live-score',
          name: 'counter',
          operations: [{ path: '/', method: 'overwrite', args: { newValue: { n: mine } } }],
          baseRevision: 0,
        })
        .catch(() => undefined);
      if (!reply?.ok) return;
      expect(reply.value.revision).toBe(mine);
      acknowledged = Math.max(acknowledged, mine);
      if (acknowledged - start >= killAfter && killed === undefined) killed = server.kill();
    }
  };
  await Promise.all(Array.from({ length: 8 }, write));
  await killed;
  client.close();
  return { acknowledged };
}

/** What viewers can see after each change of the graphic, from now on; in `window.texts`. */
async function recordEveryText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const texts: string[] = [];
    const record = (): void => void texts.push(document.body.innerText.trim().replace(/\s+/g, ' '));
    Object.assign(window, { texts });
    new MutationObserver(record).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
}

test(`[E10] kill -9 during writes, ${rounds} times: no acknowledged write is missing and the graphic is never blank`, async ({
  server,
  page,
}) => {
  test.setTimeout(600_000);
  await page.goto(`${server.url}/bundles/live-score/graphics/bug.html`);
  await expect(page.locator('#counter')).toHaveText('0');
  await recordEveryText(page);

  for (let round = 0; round < rounds; round += 1) {
    const { acknowledged } = await writeUntilKilled(server, 5 + ((round * 7) % 40));
    await expect(page.locator('#counter')).not.toBeEmpty();
    await server.start();

    const client = await WireClient.connect(server.url);
    const stored = await client.read('live-score', 'counter');
    client.close();
    expect(stored.revision, `round ${round}: acknowledged ${acknowledged}`).toBeGreaterThanOrEqual(acknowledged);
    expect(stored.value).toEqual({ n: stored.revision });
    await expect(page.locator('#counter')).toHaveText(String(stored.revision));
  }
  // A page that was reloaded on the way has no record.
  const texts = await page.evaluate(() => (window as unknown as { texts?: string[] }).texts);
  expect(texts?.length).toBeGreaterThan(rounds);
  expect(texts?.filter((text) => !/^\d+ - \d+ \d+$/.test(text))).toEqual([]);
});
