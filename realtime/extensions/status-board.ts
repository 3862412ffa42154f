import type { ExtensionView } from '#contract/bundle';
import type { Unsubscribe } from '#ports/event-bus';

type StatusHandler = (bundle: string, status: ExtensionView) => void;

/** What is known of each bundle's extension. */
export type StatusBoard = {
  all: () => ReadonlyMap<string, ExtensionView>;
  get: (bundle: string) => ExtensionView | undefined;
  set: (bundle: string, status: ExtensionView) => void;
  /** Says `stopped` for the last time. */
  remove: (bundle: string) => void;
  onStatus: (handler: StatusHandler) => Unsubscribe;
};

export function createStatusBoard(): StatusBoard {
  const statuses = new Map<string, ExtensionView>();
  const handlers = new Set<StatusHandler>();
  const tell = (bundle: string, status: ExtensionView) => handlers.forEach((handler) => handler(bundle, status));
  return {
    all: () => statuses,
    get: (bundle) => statuses.get(bundle),
    set(bundle, status) {
      statuses.set(bundle, status);
      tell(bundle, status);
    },
    remove(bundle) {
      if (statuses.delete(bundle)) tell(bundle, { state: 'stopped', restarts: 0 });
    },
    onStatus(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
  };
}
