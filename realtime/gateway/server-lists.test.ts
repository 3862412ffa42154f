import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Json } from '#contract/json';
import { serverReplicants } from '#contract/server-replicants';
import { serverActor } from '#contract/replicant';
import { startGuardedGateway, type GuardedGateway } from './testing/guarded-gateway.ts';

const key = serverReplicants.bundles;
const room = `replicant:${key.namespace}:${key.name}`;
const bundles = (...names: string[]) => names.map((name): Json => ({ name, graphics: [], dashboard: { panels: [] } }));

let server: GuardedGateway;
beforeEach(async () => {
  server = await startGuardedGateway();
  await server.replicants.declareMany([{ key, options: { persistent: false } }], serverActor);
  await server.replicants.set(key, bundles('quiz', 'vault'), serverActor);
});
afterEach(() => server.close());

it('[G30] reading a list of the server once shows a reader their part, too', async () => {
  const otto = await server.session('otto', { role: 'VIEWER' });
  const desk = await server.enter('/dashboard', otto.credentials);
  const reply = JSON.stringify(await desk.raw('read', key));
  expect(reply).toContain('quiz');
  expect(reply).not.toContain('vault');
});

it('[N16] NodeCG’s clients get their part of a list however they ask: in the room, by declaring, reading and by what is refused', async () => {
  const otto = await server.session('otto', { role: 'OPERATOR' });
  const client = await server.connectNodecg({ auth: otto.credentials });
  await client.ask('joinRoom', room);
  const answers = [
    await client.ask('replicant:declare', { ...key, opts: {} }),
    await client.ask('replicant:read', key),
    await client.ask('replicant:proposeOperations', {
      ...key,
      operations: [{ path: '/', method: 'overwrite', args: { newValue: [] } }],
      revision: 1,
      opts: {},
    }),
  ];
  for (const answer of answers) {
    expect(JSON.stringify(answer)).toContain('quiz');
    expect(JSON.stringify(answer)).not.toContain('vault');
  }
  await server.replicants.set(key, bundles('quiz', 'vault', 'poll'), serverActor);
  await expect.poll(() => JSON.stringify(client.heard('replicant:operations'))).toContain('poll');
  expect(JSON.stringify(client.heard('replicant:operations'))).not.toContain('vault');
});
