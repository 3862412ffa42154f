import { expect, it } from 'vitest';
import { serverActor } from '#contract/replicant';
import { follow, startTestGateway } from './test-gateway.ts';

const key = { namespace: 'quiz', name: 'score' };

it.each([
  ['a WebSocket', ['websocket']],
  ['long polling', ['polling']],
  ['a change from polling to a WebSocket meanwhile', ['polling', 'websocket']],
])('[G21] brings every answer and every change in its order over %s', async (_what, transports) => {
  const server = await startTestGateway();
  const client = await server.connect({ transports });
  await follow(client, 'score', { defaultValue: '' });
  const answered: number[] = [];
  const answers: Promise<unknown>[] = [];
  for (let count = 1; count <= 200; count++) {
    const operations = [{ path: '/', method: 'overwrite' as const, args: { newValue: `${'ä€😀'.repeat(count % 50)}${count}` } }];
    const proposal = client.request('propose', { ...key, operations, baseRevision: 0, durable: false });
    answers.push(proposal.then((reply) => reply.ok && answered.push(reply.value.revision)));
    if (count % 10 === 0) await client.request('ping', {});
  }
  await Promise.all(answers);
  await expect.poll(() => client.items().length).toBe(200);
  const revisions = Array.from({ length: 200 }, (_, index) => index + 1);
  expect(answered).toEqual(revisions);
  expect(client.items().map((item) => item[2])).toEqual(revisions);
  expect(client.items().at(49)?.[3]).toMatchObject([{ args: { newValue: '50' } }]);
  expect(client.items().at(48)?.[3]).toMatchObject([{ args: { newValue: `${'ä€😀'.repeat(49)}49` } }]);
  await server.close();
});

it('[G13] an event that is no request of ours goes Socket.IO’s way, and ends nobody', async () => {
  const server = await startTestGateway();
  const client = await server.connect();
  client.socket.io.engine.write('2/dashboard,5["connect",{}]');
  const other = await server.connect();
  await follow(other, 'score', { defaultValue: 0 });
  await server.replicants.set(key, 1, serverActor);
  await expect.poll(() => other.items().length).toBe(1);
  await server.close();
});
