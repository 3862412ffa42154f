import type { BundleChange } from '#contract/bundle';
import { createFilesystemBundleFiles } from '#adapters/filesystem/bundle-files';
import { createMemoryBundleRegistry } from '#adapters/memory/bundle-registry';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import { createInertExtensionHosts } from '#adapters/memory/extension-hosts';
import type { BundleFixture } from './bundle-fixture.ts';
import { createBundleService, type BundleDeps, type BundleService } from './index.ts';

export type FixtureService = {
  bundles: BundleService;
  hosts: ReturnType<typeof createInertExtensionHosts>;
  /** What was published since the start or the last {@link forget}. */
  changes: BundleChange[];
  logged: string[];
  forget(): void;
};

/** The service over a fixture's folders, with the real watcher, started. For tests. */
export async function startFixtureService(fixture: BundleFixture, overrides: Partial<BundleDeps> = {}): Promise<FixtureService> {
  const bus = createMemoryEventBus();
  const changes: BundleChange[] = [];
  const logged: string[] = [];
  bus.subscribe('bundle.changed', ({ change }) => void changes.push(change));
  const hosts = createInertExtensionHosts();
  const log = (message: string): void => void logged.push(message);
  const { bundlesDir, cfgDir } = fixture;
  const own = {
    registry: createMemoryBundleRegistry(),
    files: createFilesystemBundleFiles(),
    firstParty: [],
    log: { info: log, warn: log, error: log },
  };
  const bundles = createBundleService({ bundlesDir, cfgDir, hosts, bus, ...own, ...overrides });
  await bundles.start();
  const forget = (): void => void changes.splice(0);
  forget();
  return { bundles, hosts, changes, logged, forget };
}
