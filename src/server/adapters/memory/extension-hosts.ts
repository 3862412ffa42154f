import type { ExtensionView } from '#contract/bundle';
import type { ExtensionGroup, ExtensionHosts } from '#ports/extension-hosts';

const running: ExtensionView = { state: 'running', restarts: 0 };

/** Hosts that run nothing and report every extension as running: for a process without the role `extensions`. `groups` is what was asked for last. */
export function createInertExtensionHosts(): ExtensionHosts & { groups(): readonly ExtensionGroup[] } {
  const handlers = new Set<(bundle: string, status: ExtensionView) => void>();
  let current: readonly ExtensionGroup[] = [];
  const statuses = new Map<string, ExtensionView>();

  const report = (name: string, status: ExtensionView): void => {
    for (const handler of handlers) handler(name, status);
  };
  return {
    groups: () => current,
    async reconcile(groups) {
      const names = new Set(groups.flatMap((group) => group.bundles.map(({ name }) => name)));
      const gone = [...statuses.keys()].filter((name) => !names.has(name));
      const added = [...names].filter((name) => !statuses.has(name));
      current = groups;
      for (const name of gone) statuses.delete(name);
      for (const name of added) statuses.set(name, running);
      for (const name of gone) report(name, { state: 'stopped', restarts: 0 });
      for (const name of added) report(name, running);
    },
    statuses: () => statuses,
    onStatus(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    pids: () => ({}),
    http: async () => [],
    emit: () => undefined,
    async close() {
      current = [];
      statuses.clear();
    },
  };
}
