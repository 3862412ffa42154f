import { expect, it } from 'vitest';
import { createTurn } from '../fanout/turn.ts';
import { createFanoutClient } from '../fanout/client.ts';
import type { Connection } from '#ports/connection';
import { freePermits } from './testing/free-permits.ts';
import { startTestGateway } from './test-gateway.ts';

it('[G13] an answer that can’t be encoded is its asker’s trouble, and everybody else gets theirs', async () => {
  const server = await startTestGateway();
  const endless: Record<string, unknown> = {};
  endless['self'] = endless;
  server.replicants.history = () => Promise.resolve([endless] as never);
  const [asker, other] = await Promise.all([server.connect({ namespace: '/dashboard' }), server.connect()]);
  const asked = asker.request('history', { namespace: 'b', name: 'r' });
  const pings = [other.request('ping', {}), other.request('ping', {})];
  expect(await asked).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(await Promise.all(pings)).toMatchObject([{ ok: true }, { ok: true }]);
  expect(await other.request('ping', {})).toMatchObject({ ok: true });
  await server.close();
});

it('[G9] a client to which a frame can’t be sent is closed, and those behind it get this frame and the next', () => {
  const got: string[] = [];
  const closed: string[] = [];
  const client = (id: string) =>
    createFanoutClient({ id, kind: 'graphics', close: () => void closed.push(id) } as unknown as Connection, freePermits);
  const [bad, good] = [client('bad'), client('good')];
  const turn = createTurn(({ connection }) => {
    if (connection.id === 'bad') throw new RangeError('Invalid string length');
    got.push(connection.id);
  });
  for (let round = 0; round < 2; round++) {
    const index = turn.add(['d', 1]);
    turn.address(bad, index);
    turn.address(good, index);
    turn.flush();
  }
  expect(got).toEqual(['good', 'good']);
  expect(closed).toContain('bad');
});
