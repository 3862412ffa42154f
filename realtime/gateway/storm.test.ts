import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createMemoryReplicantLog } from '#adapters/memory/replicant-log';
import { expandRuns } from '#contract/subscribed-runs';
import type { Replies, RequestInput } from '#contract/wire';
import { startTestGateway } from './test-gateway.ts';

const names = Array.from({ length: 500 }, (_, index) => `r${index}`);
const hello = JSON.stringify({ protocol: 1, page: { kind: 'graphic', bundle: 'quiz', url: '/bundles/quiz/graphics/a.html' } });

/** Connects, makes one request, and answers the text of its answer. A full client each would cost the test's own process more than the server. */
function askOnce(url: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const ws = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    ws.on('message', (data: Buffer) => {
      if (data[0] === 48) ws.send(`40/graphics,${hello}`);
      if (data.subarray(0, 26).includes('["welcome"')) ws.send(`42/graphics,0${request}`);
      if (!data.subarray(0, 14).equals(Buffer.from('43/graphics,0['))) return;
      ws.close();
      resolve(data.toString('utf8', 14, data.length - 1));
    });
    ws.on('error', reject);
  });
}

function subscribeText(payload: RequestInput<'subscribe'>): string {
  return JSON.stringify(['subscribe', payload]);
}

function itemsOf(answer: string) {
  const reply = JSON.parse(answer) as Replies['subscribe'];
  return reply.ok ? expandRuns(reply.value) : [];
}

it(
  '[G22] 200 graphics with 500 replicants each come back together after a restart: one request each, all complete, next to nothing for who has everything',
  { timeout: 120_000 },
  async () => {
    const storage = createMemoryReplicantLog();
    const before = await startTestGateway({ storage, epoch: 'run-1' });
    const writer = await before.connect();
    const filled = names.map((name) => ({ namespace: 'quiz', name, declare: { defaultValue: { name, text: 'x'.repeat(980) } } }));
    await writer.request('subscribe', { items: filled });
    const full = subscribeText({ items: names.map((name) => ({ namespace: 'quiz', name })), runs: true });
    const had = itemsOf(await askOnce(before.url, full));
    await before.close();

    const after = await startTestGateway({ storage, epoch: 'run-2' });
    const have = names.map((name, index) => {
      const item = had[index];
      if (!item?.ok || item.value.state.kind !== 'snapshot') throw new Error(`${name} is missing before the restart`);
      return { namespace: 'quiz', name, have: { revision: item.value.state.revision, stamp: item.value.state.stamp } };
    });
    const returning = subscribeText({ items: have, runs: true });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => askOnce(after.url, index % 2 === 0 ? full : returning)),
    );

    const [newcomer = '', returned = ''] = answers;
    expect(itemsOf(newcomer)).toMatchObject(
      names.map((name) => ({ ok: true, value: { state: { kind: 'snapshot', value: { name, text: 'x'.repeat(980) } } } })),
    );
    const channels = itemsOf(newcomer).map((item) => item.ok && item.value.channel);
    expect(itemsOf(returned)).toEqual(
      channels.map((channel) => ({ ok: true, value: { channel, state: { kind: 'unchanged' }, persistent: true } })),
    );
    expect(new Set(answers)).toEqual(new Set([newcomer, returned]));
    expect(returned.length).toBeLessThanOrEqual(newcomer.length / 100);
    await after.close();
  },
);

it('[G23] an answer made once is not given any more when something has changed', async () => {
  const server = await startTestGateway();
  const client = await server.connect();
  const items = Array.from({ length: 40 }, (_, index) => ({
    namespace: 'quiz',
    name: `r${index}`,
    declare: { defaultValue: 0, persistent: true },
  }));
  const text = subscribeText({ items });
  const ask = async (index: number) => {
    const item = itemsOf(await askOnce(server.url, text))[index];
    return item?.ok ? item.value.state : item;
  };
  await client.request('subscribe', { items });
  expect(await ask(7)).toMatchObject({ value: 0 });
  for (const newValue of [1, 'two', { three: 'ä€' }]) {
    const operations = [{ path: '/', method: 'overwrite' as const, args: { newValue } }];
    await client.request('propose', { namespace: 'quiz', name: 'r7', operations, baseRevision: 0 });
    expect(await ask(7)).toMatchObject({ kind: 'snapshot', value: newValue });
    expect(await ask(7)).toMatchObject({ kind: 'snapshot', value: newValue });
  }
  await server.replicants.delete({ namespace: 'quiz', name: 'r7' }, { kind: 'server', id: 'nodecg', role: 'ADMIN' });
  expect(await ask(7)).toMatchObject({ kind: 'snapshot', value: 0 });
  await server.close();
});
