import type { ExtensionGroup, ExtensionHosts } from '#ports/extension-hosts';
import type { Log } from '#ports/log';

/** Brings the hosts to the newest groups; resolves when they (or newer ones) run or have failed. Groups that were overtaken while the hosts were busy are skipped. Never rejects. */
export type SyncHosts = (groups: ExtensionGroup[]) => Promise<void>;

export function createSyncHosts(hosts: ExtensionHosts, log: Log): SyncHosts {
  let next: { groups: ExtensionGroup[]; done: Promise<void> } | undefined;
  let last: Promise<void> = Promise.resolve();
  return (groups) => {
    if (next) {
      next.groups = groups;
      return next.done;
    }
    const waiting = { groups, done: Promise.resolve() };
    next = waiting;
    waiting.done = last.then(async () => {
      next = undefined;
      await hosts
        .reconcile(waiting.groups)
        .catch((error: unknown) => log.error(`Extensions could not be started: ${String(error)}`));
    });
    last = waiting.done;
    return waiting.done;
  };
}
