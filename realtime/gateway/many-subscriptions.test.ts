import { expect, it } from 'vitest';
import { limits } from '#contract/limits';
import { startTestGateway } from './test-gateway.ts';

it('[G14] a page that follows as many replicants as it may can ask for one of them again, but for no other', async () => {
  const server = await startTestGateway();
  const client = await server.connect();
  const ask = async (from: number, count: number) => {
    const items = Array.from({ length: count }, (_, index) => ({ namespace: 'quiz', name: `r${from + index}` }));
    return client.request('subscribe', { items });
  };
  const step = limits.subscriptionsPerRequest;
  for (let from = 0; from < limits.subscriptionsPerSocket; from += step) {
    const reply = await ask(from, Math.min(step, limits.subscriptionsPerSocket - from));
    expect(reply.ok).toBe(true);
  }
  expect(await ask(7, 1)).toMatchObject({ ok: true, value: { items: [{ ok: true }] } });
  expect(await ask(limits.subscriptionsPerSocket, 1)).toMatchObject({ ok: false, error: { code: 'too-many' } });
  await server.close();
});
