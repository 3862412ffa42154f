import { setTimeout as delay } from 'node:timers/promises';
import type { ExtensionGroup, ExtensionHosts } from '#ports/extension-hosts';
import type { Log } from '#ports/log';
import { writeTo } from './extension-log.ts';
import { hostLimits, type HostLimits } from './host-limits.ts';
import { prepareGroup } from './prepare-group.ts';
import { createSocketFolder, type SocketFolder } from './socket-folder.ts';
import { createStartQueue } from './start-queue.ts';
import { createStatusBoard, type StatusBoard } from './status-board.ts';
import { SupervisedHost } from './supervise-host.ts';
import type { HostSessionOptions } from './host-session.ts';

export type ExtensionHostsOptions = Omit<HostSessionOptions, 'limits' | 'log' | 'newHttpAddress'> & {
  log: Log;
  limits?: Partial<HostLimits>;
};

/** Runs extensions in child processes, one for each group of bundles that depend on each other. See SPEC.md for the rules by id. */
export function createExtensionHosts({ limits, log, ...options }: ExtensionHostsOptions): ExtensionHosts {
  const sockets = createSocketFolder();
  const session: HostSessionOptions = {
    ...options,
    log: writeTo(log),
    limits: { ...hostLimits, ...limits },
    newHttpAddress: sockets.newAddress,
  };
  const deps: FollowDeps = {
    hosts: new Map(),
    order: [],
    areAllLoaded: false,
    sockets,
    board: createStatusBoard(),
    begin: createStartQueue(session.limits),
    session,
    isClosed: false,
  };
  const { hosts, board } = deps;
  const follow = createFollowing(deps);
  return {
    reconcile: follow.reconcile,
    statuses: board.all,
    onStatus: board.onStatus,
    pids: () => Object.fromEntries([...hosts].flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid]]))),
    async http() {
      await follow.settled();
      return inOrder(deps).flatMap(({ http }) => (http.mayServe() ? [http] : []));
    },
    emit: (event, user) => hosts.forEach((host) => host.emit(event, user)),
    async close() {
      deps.isClosed = true;
      await stopAll([...hosts.values()]);
      await follow.settled();
      await stopAll([...hosts.values()]);
      hosts.clear();
      await sockets.close();
    },
  };
}

type FollowDeps = {
  hosts: Map<string, SupervisedHost>;
  board: StatusBoard;
  begin: (host: SupervisedHost) => void;
  session: HostSessionOptions;
  sockets: SocketFolder;
  /** Names of the groups that are wanted, in the order of their bundles. */
  order: readonly string[];
  /** True when the extensions of the first groups have been tried: for NodeCG's events. */
  areAllLoaded: boolean;
  isClosed: boolean;
};

/** One change at a time, of several that wait only the newest. The next doesn't wait for extensions that are still loading. */
function createFollowing(deps: FollowDeps): Pick<ExtensionHosts, 'reconcile'> & { settled: () => Promise<unknown> } {
  let next: { groups: readonly ExtensionGroup[]; done: Promise<void> } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    reconcile(groups) {
      if (next) {
        next.groups = groups;
        return next.done;
      }
      const waiting = (next = { groups: groups, done: Promise.resolve() });
      const begun = last.then(() => {
        next = undefined;
        return deps.isClosed ? [] : replaceHosts(waiting.groups, deps);
      });
      last = begun.catch(() => undefined);
      waiting.done = begun.then((hosts) => Promise.all(hosts.map(({ tried }) => tried))).then(() => undefined);
      void begun.then(() => tellAllLoaded(waiting.done, deps));
      return waiting.done;
    },
    settled: () => last,
  };
}

/** One that takes long to load doesn't keep all others from starting their work. */
async function tellAllLoaded(tried: Promise<void>, deps: FollowDeps): Promise<void> {
  if (deps.areAllLoaded) return;
  const patience = new AbortController();
  const tooLong = delay(deps.session.limits.allLoadedMs, undefined, { signal: patience.signal, ref: false });
  await Promise.race([tried, tooLong]).catch(() => undefined);
  patience.abort();
  deps.areAllLoaded = true;
  for (const host of deps.hosts.values()) host.allLoaded();
}

function inOrder({ hosts, order }: FollowDeps): SupervisedHost[] {
  return order.flatMap((name) => hosts.get(name) ?? []);
}

/** Stops the hosts that changed or that nobody wants any more, and begins the new ones. */
async function replaceHosts(groups: readonly ExtensionGroup[], deps: FollowDeps): Promise<SupervisedHost[]> {
  const { hosts, board, session, begin } = deps;
  deps.order = groups.map(({ name }) => name);
  await deps.sockets.open();
  const isUnchanged = (group: ExtensionGroup) => hosts.get(group.name)?.fingerprint === group.fingerprint;
  const prepared = await Promise.all(groups.filter((group) => !isUnchanged(group)).map(prepareGroup));
  const kept = new Set(groups.filter(isUnchanged).map(({ name }) => name));
  const leaving = [...hosts].filter(([name]) => !kept.has(name));
  // A bundle may have moved to another group: it must not run twice.
  await stopAll(leaving.map(([, host]) => host));
  for (const [name] of leaving) hosts.delete(name);
  const wanted = new Set(groups.flatMap(({ bundles }) => bundles.map(({ name }) => name)));
  for (const bundle of leaving.flatMap(([, host]) => host.bundleNames)) if (!wanted.has(bundle)) board.remove(bundle);
  if (deps.isClosed) return [];
  const added = prepared.map((next) => new SupervisedHost(next, session, board));
  for (const host of added) {
    hosts.set(host.name, host);
    if (deps.areAllLoaded) host.allLoaded();
    begin(host);
  }
  return added;
}

async function stopAll(hosts: readonly SupervisedHost[]): Promise<void> {
  await Promise.all(hosts.map((host) => host.stop()));
}
