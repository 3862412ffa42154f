import type { RestrictionView } from '#contract/identity';
import type { EventBus } from '#ports/event-bus';
import type { Log } from '#ports/log';
import { createAccessService, type AccessService } from '#services/access/index';
import type { BundleService } from '#services/bundle/index';

export type OpenAccessDeps = {
  bundles: Pick<BundleService, 'declared'>;
  /** Until then nobody but administrators is let in; absent: nobody has to be kept out. */
  discovered?: Promise<void>;
  restrictions?: () => Promise<readonly RestrictionView[]>;
  /** Nobody has to sign in. */
  isOpen?: boolean;
  bus: EventBus;
  log: Log;
};

const againMs = 1_000;

export type OpenAccess = {
  access: AccessService;
  /** Reads what is restricted; until then everybody but administrators is refused. Resolves when it has been tried once. */
  begin: () => Promise<void>;
  /** Ends the following. */
  close: () => void;
};

/** The access service, following bundles and what administrators restrict. */
export function openAccess({ bundles, discovered, restrictions, isOpen = false, bus, log }: OpenAccessDeps): OpenAccess {
  let areFound = discovered === undefined;
  const access = createAccessService({
    now: Date.now,
    isOpen,
    bundles: () => (areFound ? bundles.declared() : undefined),
    ...(restrictions ? { restrictions } : {}),
  });
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const load = async (): Promise<void> => {
    clearTimeout(timer);
    await access.loadRestrictions().catch((error: unknown) => {
      if (isClosed) return;
      log.warn('What is restricted could not be read; it is tried again.', { error: String(error) });
      timer = setTimeout(() => void load(), againMs).unref();
    });
  };
  const unrelated = new Set(['panel', 'graphic', 'sound', 'extension', 'config', 'git']);
  const stops = [
    bus.subscribe('access.changed', () => void load()),
    bus.subscribe('bundle.changed', ({ change }) => {
      if (!unrelated.has(change.kind)) access.followBundles();
    }),
  ];
  void discovered?.then(() => {
    areFound = true;
    access.followBundles();
  });
  return {
    access,
    begin: load,
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const stop of stops) stop();
    },
  };
}
