import type { Socket as NetSocket } from 'node:net';
import { expect, it } from 'vitest';
import { serverActor } from '#contract/replicant';
import { follow, startTestGateway, type TestClient } from './test-gateway.ts';

const key = { namespace: 'quiz', name: 'score' };

/** The line below Socket.IO: pausing it fills the system's buffers, as a computer that hangs does. */
function lineOf(client: TestClient): NetSocket {
  return (client.socket.io.engine.transport as unknown as { ws: { _socket: NetSocket } }).ws._socket;
}

it('[G11] gives a hanging client the newest state when it reads again, and everybody else each change', async () => {
  const server = await startTestGateway();
  const [slow, quick] = [await server.connect(), await server.connect()];
  for (const client of [slow, quick]) await follow(client, 'score', { defaultValue: { count: 0, filler: '' } });
  lineOf(slow).pause();
  const filler = 'x'.repeat(200_000);
  for (let count = 1; count <= 150; count++) {
    // Another text each time: of what stays the same nothing would be sent.
    await server.replicants.set(key, { count, filler: `${count}${filler}` }, serverActor);
    await expect.poll(() => quick.items().length, { interval: 1 }).toBeGreaterThanOrEqual(count);
  }
  lineOf(slow).resume();
  const newest = () => slow.items().at(-1);
  await expect
    .poll(() => (newest()?.[0] === 's' ? newest() : undefined), { timeout: 10_000 })
    .toMatchObject(['s', 1, { value: { count: 150 } }]);
  expect(slow.items().length).toBeLessThan(120);
  await server.replicants.set(key, { count: 151, filler: '' }, serverActor);
  await expect.poll(() => newest()?.slice(0, 1)).toEqual(['r']);
  await server.close();
});
