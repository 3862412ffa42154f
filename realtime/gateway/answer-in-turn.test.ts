import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestGateway } from './test-gateway.ts';

let server: Awaited<ReturnType<typeof startTestGateway>>;
beforeEach(async () => {
  server = await startTestGateway();
});
afterEach(() => server.close());

const manyOf = (page: number) =>
  Array.from({ length: 40 }, (_, n) => ({ namespace: `b${page}`, name: `r${n}`, declare: { defaultValue: n } }));

it('[G22] pages that ask for different things come back one after the other without a pause', async () => {
  const pages = await Promise.all(Array.from({ length: 40 }, () => server.connect()));
  const begin = performance.now();
  const replies = await Promise.all(pages.map((page, index) => page.request('subscribe', { items: manyOf(index) })));
  expect(replies.every((reply) => reply.ok && reply.value.items.length === 40)).toBe(true);
  // A place that isn't left is taken away after five seconds: forty pages in eight places would wait for twenty.
  expect(performance.now() - begin).toBeLessThan(5_000);
});

it('[G22] pages that leave before they are answered hold up nobody', async () => {
  const leaving = await Promise.all(Array.from({ length: 20 }, () => server.connect()));
  for (const [index, page] of leaving.entries()) {
    for (let n = 0; n < 10; n++) page.request('subscribe', { items: manyOf(1_000 + index * 10 + n) }).catch(() => 'it left');
    page.close();
  }
  const begin = performance.now();
  const page = await server.connect();
  expect(await page.request('subscribe', { items: manyOf(1) })).toMatchObject({ ok: true });
  expect(performance.now() - begin).toBeLessThan(5_000);
});

it('[G22] a page that left while it waited for its turn follows nothing', async () => {
  const blocking = await Promise.all(Array.from({ length: 20 }, () => server.connect()));
  const waiting = blocking.map((page, index) => page.request('subscribe', { items: manyOf(index) }));
  const leaving = await server.connect();
  leaving.request('subscribe', { items: manyOf(77) }).catch(() => 'it left');
  leaving.close();
  await Promise.all(waiting);
  await expect.poll(() => server.gateway.tally.connected.graphics + server.gateway.tally.connected.dashboard).toBe(20);
  const last = await server.connect();
  await last.request('subscribe', { items: manyOf(500) });
  expect(server.gateway.followerCount({ namespace: 'b77', name: 'r0' })).toBe(0);
});
