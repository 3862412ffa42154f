import type { GraphicCommand, GraphicInstance } from '#contract/graphic';
import type { EventBus } from '#ports/event-bus';
import { createEditTimes } from './edit-times.ts';
import { nameClient } from './name-client.ts';
import type { CurrentBundle, GraphicOpened, GraphicService } from './types.ts';

export type GraphicDeps = {
  bus: EventBus;
  /** Undefined: no such bundle, or disabled. */
  currentOf: (bundle: string) => CurrentBundle | undefined;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** How long a closed page is still shown as such. */
  closedMs?: number;
};

type Open = { instance: GraphicInstance; page: GraphicOpened };

/** Which graphics are open. Live as long as their connections, never stored. See SPEC.md for the rules by id. */
export function createGraphicService({ bus, currentOf, now = Date.now, closedMs = 1_000 }: GraphicDeps): GraphicService {
  const open = new Map<string, Open>();
  const closed = new Map<string, GraphicInstance>();
  const handlers = new Set<(instances: GraphicInstance[]) => void>();
  const edits = createEditTimes();

  const list = () => [...open.values()].map(({ instance }) => instance);
  const recent = () => [...list(), ...closed.values()];
  const announce = () => {
    const instances = recent();
    for (const handler of handlers) handler(instances);
  };

  function isOutOfDate(page: GraphicOpened): boolean {
    const current = currentOf(page.bundle);
    if (!current) return false;
    const otherVersion = current.version !== page.version || current.gitHash !== page.gitHash;
    return otherVersion || edits.wasEditedSince(page.bundle, fileOf(page.url), page.loadedAt);
  }

  function isTaken({ bundle, url, connectionId }: GraphicOpened): boolean {
    if (!currentOf(bundle)?.singleInstances?.includes(url)) return false;
    return list().some((instance) => instance.url === url && instance.id !== connectionId);
  }

  function replace(id: string, change: Partial<GraphicInstance>): boolean {
    const entry = open.get(id);
    if (!entry || Object.entries(change).every(([field, value]) => entry.instance[field as keyof GraphicInstance] === value))
      return false;
    entry.instance = { ...entry.instance, ...change };
    return true;
  }

  bus.subscribe('bundle.changed', ({ change }) => {
    edits.record(change, now());
    const changed = [...open.values()]
      .filter(({ page }) => page.bundle === change.bundle)
      .map(({ page }) => replace(page.connectionId, { outOfDate: isOutOfDate(page) }));
    if (changed.includes(true)) announce();
  });

  return {
    opened(page) {
      if (!page.wasOpen && isTaken(page)) return undefined;
      const instance = toInstance(page, now(), isOutOfDate(page));
      open.set(page.connectionId, { instance, page });
      announce();
      return instance;
    },
    closed(connectionId) {
      const entry = open.get(connectionId);
      if (!entry) return;
      open.delete(connectionId);
      closed.set(connectionId, { ...entry.instance, onAir: false, closed: true });
      setTimeout(() => {
        if (closed.delete(connectionId)) announce();
      }, closedMs).unref();
      announce();
    },
    report(connectionId, onAir) {
      if (replace(connectionId, { onAir })) announce();
    },
    list,
    recent,
    command(command) {
      const reached = list().filter((instance) => isMeant(command, instance)).length;
      if (reached > 0) bus.publish({ type: 'graphic.commanded', command });
      return reached;
    },
    onChange(handler) {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
  };
}

/** Every field of a command narrows it. */
function isMeant({ bundle, url, instanceId }: GraphicCommand, instance: GraphicInstance): boolean {
  return (
    (bundle === undefined || bundle === instance.bundle) &&
    (url === undefined || url === instance.url) &&
    (instanceId === undefined || instanceId === instance.id)
  );
}

function toInstance(page: GraphicOpened, openedAt: number, outOfDate: boolean): GraphicInstance {
  return {
    id: page.connectionId,
    bundle: page.bundle,
    url: page.url,
    address: page.address,
    client: nameClient(page.userAgent),
    // OBS only tells changes: a page that comes up in a source that is on air hears nothing, so it counts as on air until OBS says otherwise.
    onAir: true,
    openedAt,
    bundleVersion: page.version,
    ...(page.gitHash === undefined ? {} : { bundleGitHash: page.gitHash }),
    loadedAt: page.loadedAt,
    outOfDate,
  };
}

function fileOf(url: string): string {
  const file = /^\/bundles\/[^/]+\/graphics\/(.*)$/.exec(url)?.[1] ?? '';
  try {
    return decodeURIComponent(file);
  } catch {
    return file;
  }
}
