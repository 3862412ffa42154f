import type { BundleChange, BundleView } from '#contract/bundle';
import { createAnnounceViews } from './announce-views.ts';
import { refreshEntry, sourceId, type Refreshed } from './bundle-entries.ts';
import { assemble, type Assembly, type BundleEntry, type ResolvedBundle } from './bundle-state.ts';
import { createView } from './bundle-view.ts';
import type { Target } from './edit-targets.ts';
import { groupExtensions } from './extension-groups.ts';
import { createLogStates } from './log-states.ts';
import { createRemember, type Remember } from './remember.ts';
import { createRunInOrder, mapLimited, type RunInOrder } from './run-in-order.ts';
import type { BundleDeps } from './types.ts';

const readsAtOnce = 8;

/** All that the service knows, and what it works with. */
export type BundleContext = {
  deps: BundleDeps;
  entries: Map<string, BundleEntry>;
  disabled: Set<string>;
  /** What follows from `entries` and `disabled`; made anew by {@link settle}. */
  assembly: Assembly;
  closed: boolean;
  runInOrder: RunInOrder;
  announce: (views: readonly BundleView[]) => void;
  logStates: (views: readonly BundleView[]) => void;
  remember: Remember;
};

/** Extensions that follow a change; wrapped, so that the next change doesn't wait for them. */
export type Settled = { extensions: Promise<void> };

export function createBundleContext(deps: BundleDeps): BundleContext {
  return {
    deps,
    entries: new Map(),
    disabled: new Set(),
    assembly: { bundles: new Map(), order: [] },
    closed: false,
    runInOrder: createRunInOrder(),
    announce: createAnnounceViews(deps.bus),
    logStates: createLogStates(deps.log),
    remember: createRemember(deps.registry, deps.log),
  };
}

export function viewOf({ assembly, deps }: BundleContext, bundle: ResolvedBundle): BundleView {
  return createView(bundle, { assembly, statuses: deps.hosts.statuses() });
}

/** Publishes and logs every view that has changed. */
export function announceAll(context: BundleContext): void {
  const views = [...context.assembly.bundles.values()].map((bundle) => viewOf(context, bundle));
  context.logStates(views);
  context.announce(views);
}

/** Draws the conclusions of changed entries: order, states, events, registry, extensions. */
export function settle(context: BundleContext, changes: readonly BundleChange[] = []): Settled {
  context.assembly = assemble(context.entries.values(), context.disabled, context.deps.isWanted);
  announceAll(context);
  for (const change of changes) context.deps.bus.publish({ type: 'bundle.changed', change });
  void context.remember.found(context.assembly);
  return { extensions: syncHosts(context).then(() => announceAll(context)) };
}

/** Brings the hosts to what runs now; resolves when what had to be started has loaded or failed. Never rejects. */
async function syncHosts({ assembly, deps }: BundleContext): Promise<void> {
  await deps.hosts
    .reconcile(groupExtensions(running(assembly)))
    .catch((error: unknown) => deps.log.error(`Extensions could not be started: ${String(error)}`));
}

/** Reads the targets anew; what changed for everybody else. */
export async function refresh(context: BundleContext, targets: readonly Target[]): Promise<BundleChange[]> {
  const refreshed = await mapLimited(targets, readsAtOnce, async ({ source, edits }) => {
    const id = sourceId(source);
    return [id, await refreshEntry(source, context.entries.get(id), { ...context.deps, edits })] as const;
  });
  return refreshed.flatMap(([id, result]) => store(context, id, result));
}

function store(context: BundleContext, id: string, { entry, changes }: Refreshed): BundleChange[] {
  if (!entry) {
    context.entries.delete(id);
    return [];
  }
  context.entries.set(id, entry);
  const winner = context.assembly.bundles.get(entry.reading.name)?.entry.source;
  const isShadowed = winner !== undefined && sourceId(winner) !== id;
  // Open graphics of a disabled bundle keep what they show.
  return context.disabled.has(entry.reading.name) || isShadowed ? [] : changes;
}

function running({ bundles, order }: Assembly): Parameters<typeof groupExtensions>[0] {
  return order.flatMap((name) => {
    const entry = bundles.get(name)?.entry;
    if (!entry?.good) return [];
    const { loaded, extension } = entry.good;
    return [{ loaded, revision: `${extension?.hash}:${entry.restarts}`, asksFor: extension?.asksFor }];
  });
}
