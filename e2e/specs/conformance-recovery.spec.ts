import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { WireClient } from '../fixtures/client.ts';
import { inExtension, openLab } from '../fixtures/lab.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['lab', 'lab-partner']), env: { ROLES: 'gateway,extensions' } });
});
test.afterAll(() => server.dispose());

type Heard = { heard: unknown[] };
declare const heard: unknown[];

/** Two replicants with values, and a list of what their listeners hear from now on. */
async function follow(page: Page): Promise<void> {
  await openLab(page, server.url);
  await inExtension(page, (extension) => {
    extension.Replicant<unknown>('still').value = { n: 1 };
    extension.Replicant<unknown>('moving').value = { n: 1 };
  });
  await page.evaluate(async () => {
    const list: unknown[] = [];
    (globalThis as unknown as { heard: unknown[] }).heard = list;
    const both = ['still', 'moving'].map((name) => nodecg.Replicant<{ n: number }>(name));
    await NodeCG.waitForReplicants(...both);
    for (const replicant of both) {
      replicant.on('declared', () => void list.push([replicant.name, 'declared']));
      let isFirst = true;
      replicant.on('change', (value, old) => {
        if (!isFirst) list.push([replicant.name, 'change', value.n, old?.n]);
        isFirst = false;
      });
    }
  });
  await expect.poll(() => page.evaluate(() => nodecg.Replicant<{ n: number }>('moving').value?.n)).toBe(1);
}
const heardIn = (page: Page) => page.evaluate(() => heard);
const valuesIn = (page: Page) =>
  page.evaluate(() => ['still', 'moving'].map((name) => nodecg.Replicant<{ n: number }>(name).value?.n));

test('[U.reconnect] after a lost line every replicant is declared again, and only what is different changes', async ({
  page,
}) => {
  await follow(page);
  await page.evaluate(() => {
    // The line breaks as with a bad network, and comes back by itself.
    (nodecg.socket as unknown as { io: { engine: { close(): void } } }).io.engine.close();
  });
  const client = await WireClient.connect(server.url);
  const { revision } = await client.read('lab', 'moving');
  await client.set('lab', 'moving', { n: 2 }, revision);
  await expect.poll(() => valuesIn(page)).toEqual([1, 2]);
  await expect.poll(() => heardIn(page)).toContainEqual(['moving', 'change', 2, 1]);
  const all = await heardIn(page);
  expect(all.filter((each) => (each as string[])[0] === 'still')).toEqual([['still', 'declared']]);
  client.close();
});

test('[U.crash-recovery] after kill -9 pages and extensions go on with what was acknowledged, without a blank between', async ({
  page,
}) => {
  await follow(page);
  const client = await WireClient.connect(server.url);
  for (const n of [2, 3, 4]) {
    const { revision } = await client.read('lab', 'moving');
    expect(await client.set('lab', 'moving', { n }, revision)).toMatchObject({ ok: true });
  }
  client.close();
  await expect.poll(() => valuesIn(page)).toEqual([1, 4]);
  await server.kill();
  await expect.poll(() => page.evaluate(() => nodecg.Replicant('moving').status)).toBe('undeclared');
  // What is on air stays.
  expect(await valuesIn(page)).toEqual([1, 4]);
  await server.start();
  await expect.poll(() => page.evaluate(() => nodecg.Replicant('moving').status), { timeout: 30_000 }).toBe('declared');
  expect(await valuesIn(page)).toEqual([1, 4]);
  const changes = (await heardIn(page)).filter((each) => (each as string[])[1] === 'change');
  expect(changes.map((each) => (each as unknown[])[2])).toEqual([2, 3, 4]);
  const there = () =>
    inExtension(page, (extension) => extension.Replicant<{ n: number }>('moving').value?.n).catch(() => undefined);
  await expect.poll(there).toBe(4);
  await inExtension(page, (extension) => void (extension.Replicant<{ n: number }>('moving').value!.n = 5));
  await expect.poll(() => valuesIn(page)).toEqual([1, 5]);
});

test('[E255] 100 updates a second for five seconds reach a graphic completely, in order and in time', async ({ page }) => {
  await openLab(page, server.url);
  await page.evaluate(async () => {
    const clock = nodecg.Replicant<{ n: number; sent: number }>('busy clock', { defaultValue: { n: 0, sent: 0 } });
    await NodeCG.waitForReplicants(clock);
    const list: number[][] = [];
    (globalThis as unknown as Heard).heard = list;
    clock.on('change', ({ n, sent }, _old, operations) => void list.push([n, Date.now() - sent, operations?.length ?? 0]));
  });
  await inExtension(page, async (extension) => {
    const clock = extension.Replicant<{ n: number; sent: number }>('busy clock');
    for (let n = 1; n <= 500; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      clock.value = { n, sent: Date.now() };
    }
  });
  await expect.poll(async () => ((await heardIn(page)).at(-1) as number[])[0]).toBe(500);
  const all = ((await heardIn(page)) as number[][]).slice(1);
  expect(all.map(([n]) => n)).toEqual([...all.map(([n]) => n)].sort((a, b) => a! - b!));
  const delays = all.map(([, ms]) => ms!).sort((a, b) => a - b);
  test.info().annotations.push({ type: 'measured', description: `median ${delays[delays.length >> 1]} ms of ${all.length}` });
  // Of a burst a few may come together, in one change with the operations of all.
  expect(all.length).toBeGreaterThan(400);
  expect(all.reduce((sum, [, , operations]) => sum + operations!, 0)).toBe(500);
  expect(delays[delays.length >> 1]).toBeLessThan(100);
});
