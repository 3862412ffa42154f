import type { BundleChange } from '#contract/bundle';
import { createFilesystemBundleFiles } from '#adapters/filesystem/bundle-files';
import { createMemoryBundleRegistry } from '#adapters/memory/bundle-registry';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import { createInertExtensionHosts } from '#adapters/memory/extension-hosts';
import type { TestFolders } from './test-folders.ts';
import { createBundleService, type BundleDeps, type BundleService } from './index.ts';

export type TestService = {
  bundles: BundleService;
  hosts: ReturnType<typeof createInertExtensionHosts>;
  /** What was published since the start or the last {@link forget}. */
  changes: BundleChange[];
  logged: string[];
  forget(): void;
};

/** The service over a fixture's folders, with the real watcher, started. For tests. */
export async function startTestService(fixture: TestFolders, overrides: Partial<BundleDeps> = {}): Promise<TestService> {
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
    log: { debug: log, info: log, warn: log, error: log },
  };
  const bundles = createBundleService({ bundlesDir, cfgDir, hosts, bus, ...own, ...overrides });
  await bundles.start();
  const forget = (): void => void changes.splice(0);
  forget();
  return { bundles, hosts, changes, logged, forget };
}
