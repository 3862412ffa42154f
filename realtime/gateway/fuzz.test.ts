import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomEvent, sendRudely } from './testing/fuzz-frames.ts';
import { createRandom, type Random } from './testing/fuzz-values.ts';
import { startGatewayProcess, type GatewayProcess } from './testing/gateway-process.ts';
import { connectRaw, joinRaw, type RawPage, type Reply } from './testing/raw-client.ts';

const MiB = 1024 * 1024;
const frames = 100_000;
const seed = Number(process.env.FUZZ_SEED ?? 20_261_126);
/** How many requests a client sends before it waits for all of their answers. */
const batch = 50;

let server: GatewayProcess;
beforeAll(async () => {
  server = await startGatewayProcess();
});
afterAll(() => server.stop());

type Score = { sent: number; codes: Map<string, number>; problems: string[] };

it('[H11] 100,000 broken, hostile and random frames: no crash, no pollution, an answer with a code for each request, bounded memory', async () => {
  const before = await server.report();
  const writer = await joinRaw(server.port, '/dashboard');
  const items = ['score', 'list', 'map'].map((name) => ({
    namespace: 'quiz',
    name,
    declare: { defaultValue: name === 'list' ? [] : {}, persistent: false },
  }));
  expect(await writer.request('subscribe', { items })).toMatchObject({ ok: true });
  const score: Score = { sent: 0, codes: new Map(), problems: [] };
  let highest = 0;
  const watch = setInterval(() => void server.memory().then((bytes) => (highest = Math.max(highest, bytes))), 250);
  const clients = ['/dashboard', '/graphics', '/dashboard', '/graphics', '/dashboard', '/graphics', '/', '/extension'];
  const finished = clients.map((namespace, n) => misbehave(namespace, createRandom(seed + n), score));
  await Promise.all(finished).catch((error: unknown) => score.problems.push(`${String(error)} ${server.errors()}`));
  clearInterval(watch);

  expect(score.problems.slice(0, 5), `seed ${seed}\n${server.errors()}`).toEqual([]);
  expect(score.sent).toBeGreaterThanOrEqual(frames);
  expect(score.codes.get('ok')).toBeGreaterThan(1_000);
  expect([...score.codes.keys()]).toEqual(expect.arrayContaining(['invalid-request', 'unknown-request', 'invalid-operation']));
  expect(server.isAlive(), server.errors()).toBe(true);
  const report = await server.report();
  expect(report.pollution).toEqual([]);
  expect(report.used - before.used).toBeLessThan(128 * MiB);
  expect(highest).toBeLessThan(1_024 * MiB);
  expect(await writer.request('ping', {})).toMatchObject({ ok: true });
  await serves();
  writer.line.destroy();
}, 180_000);

/** A client like any other, after all that. */
async function serves(): Promise<void> {
  const [one, other] = await Promise.all([joinRaw(server.port, '/dashboard'), joinRaw(server.port, '/graphics')]);
  const items = [{ namespace: 'calm', name: 'after', declare: { defaultValue: 0 } }];
  for (const page of [one, other]) expect(await page.request('subscribe', { items })).toMatchObject({ ok: true });
  const operations = [{ path: '/', method: 'overwrite', args: { newValue: 'works' } }];
  expect(await one.request('propose', { namespace: 'calm', name: 'after', operations, baseRevision: 0 })).toMatchObject({
    ok: true,
  });
  await expect.poll(() => other.items.map((item) => item[0])).toEqual(['r']);
  for (const { line } of [one, other]) line.destroy();
}

/** Sends its share of the frames; whenever the server ends the connection it comes back. */
async function misbehave(namespace: string, random: Random, score: Score): Promise<void> {
  while (score.sent < frames && score.problems.length === 0) {
    if (namespace === '/' || namespace === '/extension') await knock(namespace, random, score);
    else await converse(await joinRaw(server.port, namespace), namespace, random, score);
  }
}

/** Polite in form: each request is answered, and the connection lasts. Then rude: it may end. */
async function converse(page: RawPage, namespace: string, random: Random, score: Score): Promise<void> {
  let isOpen = true;
  void page.ended.then(() => (isOpen = false));
  while (isOpen && score.sent < frames) {
    const events = Array.from({ length: batch }, () => randomEvent(random));
    const answers = Promise.all(
      events.map((event) => (random.chance(0.1) ? Promise.resolve(page.sendEvent(event)) : page.requestText(event))),
    );
    score.sent += events.length;
    const replies = await Promise.race([answers, page.ended, delay(30_000)]);
    if (!replies)
      return void score.problems.push(
        `no answer, ${isOpen ? 'open' : 'cut off'}: ${events.map((event) => event.slice(0, 200)).join('\n')}`,
      );
    replies.forEach((reply, n) => check(reply, events[n] ?? '', score));
    for (let n = 1 + random.below(10); n > 0; n--) {
      sendRudely(page, namespace, random);
      score.sent += 1;
    }
    // A line that broken frames brought out of step is of no use for asking.
    const isInStep = await Promise.race([page.request('ping', {}), page.ended, delay(200)]);
    if (!isInStep) break;
  }
  page.line.destroy();
}

/** `undefined`: no answer was asked for. */
function check(reply: Reply | undefined, event: string, { codes, problems }: Score): void {
  if (reply === undefined) return;
  const code = reply.ok ? 'ok' : (reply.error?.code ?? '');
  codes.set(code, (codes.get(code) ?? 0) + 1);
  const isClear = reply.ok || (/^[a-z-]+$/.test(code) && code !== 'internal' && (reply.error?.message.length ?? 0) > 10);
  if (!isClear) problems.push(`${JSON.stringify(reply)} to ${event.slice(0, 2_000)}`);
}

/** Where nobody is let in. */
async function knock(namespace: string, random: Random, score: Score): Promise<void> {
  const client = await connectRaw(server.port);
  let isOpen = true;
  void client.ended.then(() => (isOpen = false));
  client.send(`40${namespace === '/' ? '' : `${namespace},`}${JSON.stringify({ protocol: 1 })}`);
  for (let n = 0; n < batch && isOpen; n++) {
    if (random.chance(0.5)) client.send(`42${namespace},${random.below(9)}${randomEvent(random)}`);
    else sendRudely(client, namespace, random);
    score.sent += 1;
    if (n % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.race([client.ended, delay(20)]);
  client.line.destroy();
}
