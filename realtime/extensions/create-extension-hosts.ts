import type { ExtensionGroup, ExtensionHosts } from '#ports/extension-hosts';
import type { Log } from '#ports/log';
import { writeTo } from './extension-log.ts';
import { hostLimits, type HostLimits } from './host-limits.ts';
import { prepareGroup, type PreparedGroup } from './prepare-group.ts';
import { createStatusBoard, type StatusBoard } from './status-board.ts';
import { SupervisedHost } from './supervise-host.ts';
import type { HostSessionOptions } from './host-session.ts';

export type ExtensionHostsOptions = Omit<HostSessionOptions, 'limits' | 'log'> & { log: Log; limits?: Partial<HostLimits> };

/** Runs extensions in child processes, one for each group of bundles that depend on each other. See SPEC.md for the rules by id. */
export function createExtensionHosts({ limits, log, ...options }: ExtensionHostsOptions): ExtensionHosts {
  const session: HostSessionOptions = { ...options, log: writeTo(log), limits: { ...hostLimits, ...limits } };
  const board = createStatusBoard();
  const hosts = new Map<string, SupervisedHost>();
  let isClosed = false;
  let last = Promise.resolve();
  return {
    reconcile(groups) {
      const turn = last.then(() =>
        isClosed ? undefined : reconcile(groups, { hosts, board, session, isClosed: () => isClosed }),
      );
      last = turn.catch(() => undefined);
      return turn;
    },
    statuses: board.all,
    onStatus: board.onStatus,
    pids: () => Object.fromEntries([...hosts].flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid]]))),
    async close() {
      isClosed = true;
      await stopAll([...hosts.values()]);
      await last;
      await stopAll([...hosts.values()]);
      hosts.clear();
    },
  };
}

type ReconcileDeps = {
  hosts: Map<string, SupervisedHost>;
  board: StatusBoard;
  session: HostSessionOptions;
  isClosed: () => boolean;
};

async function reconcile(groups: readonly ExtensionGroup[], { hosts, board, session, isClosed }: ReconcileDeps): Promise<void> {
  const isUnchanged = (group: ExtensionGroup) => hosts.get(group.name)?.fingerprint === group.fingerprint;
  const prepared = await Promise.all(groups.filter((group) => !isUnchanged(group)).map(prepareGroup));
  const kept = new Set(groups.filter(isUnchanged).map(({ name }) => name));
  const leaving = [...hosts].filter(([name]) => !kept.has(name));
  // A bundle may have moved to another group: it must not run twice.
  await stopAll(leaving.map(([, host]) => host));
  for (const [name] of leaving) hosts.delete(name);
  const wanted = new Set(groups.flatMap(({ bundles }) => bundles.map(({ name }) => name)));
  for (const bundle of leaving.flatMap(([, host]) => host.bundleNames)) if (!wanted.has(bundle)) board.remove(bundle);
  const waiting = [...prepared];
  const startNext = async (): Promise<void> => {
    for (let next: PreparedGroup | undefined; (next = waiting.shift());) {
      if (isClosed()) return;
      const host = new SupervisedHost(next, session, board);
      hosts.set(next.group.name, host);
      await host.tried;
    }
  };
  await Promise.all(Array.from({ length: session.limits.startsAtOnce }, startNext));
}

async function stopAll(hosts: readonly SupervisedHost[]): Promise<void> {
  await Promise.all(hosts.map((host) => host.stop()));
}
