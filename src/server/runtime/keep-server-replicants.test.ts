import { afterEach, expect, test, vi } from 'vitest';
import type { BundleView } from '#contract/bundle';
import type { ReplicantKey } from '#contract/replicant';
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

/** All that the replicants tell of, real but for the list of bundles, which the test fills. */
async function start() {
  const bus = createMemoryEventBus();
  const replicants = createReplicantService({
    epoch: 'run-1',
    now: Date.now,
    report: () => undefined,
    store: createMemoryReplicantStore(),
    log: createMemoryReplicantLog(),
    bus,
    definitions: { find: () => Promise.resolve(undefined) },
  });
  const graphics = createGraphicService({ bus, currentOf: () => undefined });
  const found: BundleView[] = [];
  let tellDiscovered: () => void = () => undefined;
  const discovered = new Promise<void>((resolve) => {
    tellDiscovered = resolve;
  });
  vi.useFakeTimers();
  const bundles = { list: () => [...found], running: () => [] };
  const stop = await keepServerReplicants({ replicants, bundles, discovered, graphics, bus, log: silent });
  const valueOf = async (key: ReplicantKey) => (await replicants.read(key))?.value;
  return { bus, graphics, found, tellDiscovered, valueOf, stop };
}

test('the bundles have no value until all were found, also when something changes before', async () => {
  const { bus, found, tellDiscovered, valueOf, stop } = await start();
  bus.publish({ type: 'bundle.changed', change: { bundle: 'one', kind: 'added' } });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await valueOf(serverReplicants.bundleViews)).toBeUndefined();

  found.push({ name: 'one' } as BundleView);
  tellDiscovered();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await valueOf(serverReplicants.bundleViews)).toEqual(found);
  stop();
});

test('[E366] graphics that were open before their bundle was known are told of with what it says, and with what it says later', async () => {
  const { bus, graphics, found, tellDiscovered, valueOf, stop } = await start();
  const url = '/bundles/one/graphics/score.html';
  const git = { branch: 'main', hash: 'abc1234567', shortHash: 'abc1234' };
  const page = { bundle: 'one', url, version: '1.0.0', gitHash: git.hash, loadedAt: 1 };
  graphics.opened({ ...page, connectionId: 'c', address: '127.0.0.1', userAgent: '' });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await valueOf(serverReplicants.graphicInstances)).toMatchObject([{ singleInstance: false, bundleGit: { branch: '' } }]);

  found.push({ name: 'one', git, graphics: [{ url, singleInstance: true }] } as BundleView);
  tellDiscovered();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await valueOf(serverReplicants.graphicInstances)).toMatchObject([{ singleInstance: true, bundleGit: git }]);

  found[0] = { name: 'one', git, graphics: [{ url, singleInstance: false }] } as unknown as BundleView;
  bus.publish({ type: 'bundle.changed', change: { bundle: 'one', kind: 'manifest' } });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await valueOf(serverReplicants.graphicInstances)).toMatchObject([{ singleInstance: false }]);
  stop();
});
