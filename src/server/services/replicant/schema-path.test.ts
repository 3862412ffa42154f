import { expect, it } from 'vitest';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import { createMemoryReplicantLog } from '#adapters/memory/replicant-log';
import { createMemoryReplicantStore } from '#adapters/memory/replicant-store';
import { createReplicantService } from './create-replicant-service.ts';
import { extension, operator, schemaOf, score } from './test-kit.ts';

const vault = 'bundles/vault/schemas/codes.json';

function start() {
  const named: (string | undefined)[] = [];
  const service = createReplicantService({
    store: createMemoryReplicantStore(),
    log: createMemoryReplicantLog(),
    bus: createMemoryEventBus(),
    epoch: 'run-1',
    now: Date.now,
    definitions: {
      find: (_, schemaPath) => {
        named.push(schemaPath);
        return Promise.resolve(schemaPath === undefined ? undefined : schemaOf({ default: 7 }));
      },
      mayName: (_path, _key, { role }) => Promise.resolve(role === 'ADMIN'),
    },
  });
  return { service, named };
}

it('[R9b] a schema of a bundle that the declarer may not see is never read: not told, not for its default, not after an edit', async () => {
  const { service, named } = start();
  expect(await service.declare(score, { schemaPath: vault }, operator)).toMatchObject({ ok: true, value: { snapshot: {} } });
  service.redefine(score.namespace);
  const again = await service.declare(score, { schemaPath: vault }, operator);
  expect(again.ok && again.value.schema).toBeUndefined();
  expect(again.ok && again.value.snapshot.value).toBeUndefined();
  expect(new Set(named)).toEqual(new Set([undefined]));
});

it('[R9b] who may see that bundle names its schemas', async () => {
  const { service } = start();
  const declared = await service.declare(score, { schemaPath: vault }, extension);
  expect(declared.ok && [declared.value.schema?.json, declared.value.snapshot.value]).toEqual([{ default: 7 }, 7]);
});
