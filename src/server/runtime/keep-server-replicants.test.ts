import { afterEach, expect, test, vi } from 'vitest';
import type { BundleView } from '#contract/bundle';
import { serverReplicants } from '#contract/server-replicants';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import { createMemoryReplicantLog } from '#adapters/memory/replicant-log';
import { createMemoryReplicantStore } from '#adapters/memory/replicant-store';
import { createGraphicService } from '#services/graphic/index';
import { createReplicantService } from '#services/replicant/index';
import { keepServerReplicants } from './keep-server-replicants.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

afterEach(() => {
  vi.useRealTimers();
});

test('the bundles have no value until all were found, also when something changes before', async () => {
  const bus = createMemoryEventBus();
  const store = createMemoryReplicantStore();
  const log = createMemoryReplicantLog();
  const definitions = { find: () => Promise.resolve(undefined) };
  const replicants = createReplicantService({
    epoch: 'run-1',
    now: Date.now,
    report: () => undefined,
    store,
    log,
    bus,
    definitions,
  });
  const graphics = createGraphicService({ bus, currentOf: () => undefined });
  const value = async () => (await replicants.read(serverReplicants.bundles))?.value;
  const found: BundleView[] = [];
  let tellDiscovered: () => void = () => undefined;
  const discovered = new Promise<void>((resolve) => {
    tellDiscovered = resolve;
  });

  vi.useFakeTimers();
  const bundles = { list: () => [...found] };
  const stop = await keepServerReplicants({ replicants, bundles, discovered, graphics, bus, log: silent });
  bus.publish({ type: 'bundle.changed', change: { bundle: 'one', kind: 'added' } });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await value()).toBeUndefined();

  found.push({ name: 'one' } as BundleView);
  tellDiscovered();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await value()).toEqual(found);
  stop();
});
