import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { startGatewayProcess, type GatewayProcess } from './testing/gateway-process.ts';
import { joinRaw, type RawPage } from './testing/raw-client.ts';

/* Clients that vanish, hang or crawl, on real sockets, beside others that work; the gateway is a process of its own. */

const MiB = 1024 * 1024;
let server: GatewayProcess | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function follow(page: RawPage, ...names: string[]): Promise<void> {
  const items = names.map((name) => ({ namespace: 'quiz', name, declare: { defaultValue: 0, persistent: false } }));
  expect(await page.request('subscribe', { items })).toMatchObject({ ok: true });
}

function overwrite(page: RawPage, name: string, newValue: unknown) {
  const operations = [{ path: '/', method: 'overwrite', args: { newValue } }];
  return page.request('propose', { namespace: 'quiz', name, operations, baseRevision: 0, durable: false });
}

it('[G40] [G42] a peer that vanished without a goodbye is closed within the heartbeat, and its memory is free', async () => {
  const gateway = (server = await startGatewayProcess({ heartbeat: { everyMs: 400, patienceMs: 800 } }));
  const writer = await joinRaw(gateway.port, '/dashboard');
  await follow(writer, 'big');
  const before = await gateway.report();
  const gone = await Promise.all(
    Array.from({ length: 20 }, () => joinRaw(gateway.port, '/dashboard', { answersPings: false, chunk: 1_024 })),
  );
  for (const page of gone) await follow(page, 'big');
  for (const page of gone) page.readAt(0);
  const from = performance.now();
  for (let n = 0; n < 20; n++) await overwrite(writer, 'big', `${n}${'x'.repeat(500_000)}`);
  await expect.poll(async () => (await gateway.report()).connections, { timeout: 20_000, interval: 50 }).toBe(1);
  const tookMs = performance.now() - from;
  expect(tookMs).toBeLessThan(8_000);
  const after = await gateway.report();
  expect(after.signs.clients).toMatchObject({ cutOff: 20, lastCutOff: { cause: 'no-sign-of-life' }, slow: 0 });
  expect(after.used - before.used).toBeLessThan(8 * MiB);
  // The line itself is gone, too: nobody waits for the other side's goodbye.
  for (const page of gone) page.readAt(undefined);
  await Promise.all(gone.map(({ ended }) => ended));
  expect(await overwrite(writer, 'big', 'small')).toMatchObject({ ok: true });
  writer.line.destroy();
});

it('[G41] a client at 1 KB/s beside 50 fast ones: memory stays flat, the fast ones get every change as quickly as before, the slow one gets the newest state', async () => {
  const gateway = (server = await startGatewayProcess());
  const writer = await joinRaw(gateway.port, '/dashboard');
  await follow(writer, 'score', 'picture');
  const arrivals: number[] = [];
  const sent = new Map<number, number>();
  const onText = (text: string) => {
    // A machine that was busy elsewhere brings two changes in one frame.
    for (const [, count] of text.matchAll(/"newValue":(\d+)\}/g))
      arrivals.push(performance.now() - (sent.get(Number(count)) ?? NaN));
  };
  const fast = await Promise.all(Array.from({ length: 50 }, () => joinRaw(gateway.port, '/graphics', { onText })));
  for (const page of fast) await follow(page, 'score');
  const slow = await joinRaw(gateway.port, '/dashboard', { chunk: 1_024 });
  let count = 0;
  const picture = 'x'.repeat(600_000);
  /** Twenty changes of everything a second. Returns how long the slowest twentieth of the changes took to get to the fast ones. */
  const play = async (changes: number): Promise<number> => {
    arrivals.length = 0;
    for (let n = 0; n < changes; n++) {
      count += 1;
      sent.set(count, performance.now());
      await Promise.all([overwrite(writer, 'score', count), overwrite(writer, 'picture', `${count}${picture}`), delay(50)]);
    }
    await expect.poll(() => arrivals.length, { timeout: 10_000 }).toBe(50 * changes);
    return arrivals.sort((a, b) => a - b)[Math.floor(0.95 * arrivals.length)] ?? NaN;
  };

  const aloneMs = await play(60);
  await follow(slow, 'score', 'picture');
  slow.readAt(1_024);
  await play(60);
  const before = { ...(await gateway.report()), memory: await gateway.memory() };
  const besideMs = await play(100);
  const after = { ...(await gateway.report()), memory: await gateway.memory() };
  expect(before.signs.clients.slow).toBe(1);
  expect(after.signs.clients.slow).toBe(1);
  // 60 MB were offered to the slow one in between.
  expect(after.used - before.used).toBeLessThan(4 * MiB);
  expect(after.memory - before.memory).toBeLessThan(44 * MiB);
  expect(besideMs).toBeLessThan(3 * aloneMs + 30);
  for (const { items } of fast)
    expect(items.flatMap((item) => (item[0] === 'r' ? [item[2]] : []))).toEqual(Array.from({ length: count }, (_, n) => n + 1));

  slow.readAt(undefined);
  const newest = (test: (value: unknown) => boolean) => slow.items.some((item) => item[0] === 's' && test(item[2].value));
  await expect.poll(() => newest((value) => value === count), { timeout: 10_000 }).toBe(true);
  await expect
    .poll(() => newest((value) => typeof value === 'string' && value.startsWith(`${count}x`)), { timeout: 10_000 })
    .toBe(true);
  expect(slow.items.length).toBeLessThan(200);
  await expect.poll(async () => (await gateway.report()).signs.clients.slow).toBe(0);
  for (const { line } of [...fast, slow, writer]) line.destroy();
}, 60_000);
