import type { BundleChange, BundleView } from '#contract/bundle';
import { createAnnounceViews } from './announce-views.ts';
import { refreshEntry, sourceId, type Refreshed } from './bundle-entries.ts';
import { assemble, type Assembly, type BundleEntry, type ResolvedBundle } from './bundle-state.ts';
import { createView } from './bundle-view.ts';
import type { Target } from './edit-targets.ts';
import { groupExtensions } from './extension-groups.ts';
import { createRunInOrder, mapLimited, type RunInOrder } from './run-in-order.ts';
import { createSyncHosts, type SyncHosts } from './sync-hosts.ts';
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
  syncHosts: SyncHosts;
  announce: (views: readonly BundleView[]) => void;
  /** What was stored last. */
  recorded: string;
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
    syncHosts: createSyncHosts(deps.hosts, deps.log),
    announce: createAnnounceViews(deps.bus),
    recorded: '',
  };
}

export function viewOf({ assembly, deps }: BundleContext, bundle: ResolvedBundle): BundleView {
  return createView(bundle, { assembly, statuses: deps.hosts.statuses() });
}

/** Publishes every view that has changed. */
export function announceAll(context: BundleContext): void {
  context.announce([...context.assembly.bundles.values()].map((bundle) => viewOf(context, bundle)));
}

/** Draws the conclusions of changed entries: order, states, events, registry, extensions. */
export function settle(context: BundleContext, changes: readonly BundleChange[] = []): Settled {
  context.assembly = assemble(context.entries.values(), context.disabled);
  announceAll(context);
  for (const change of changes) context.deps.bus.publish({ type: 'bundle.changed', change });
  void record(context);
  return { extensions: context.syncHosts(groupExtensions(running(context.assembly))).then(() => announceAll(context)) };
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
    return entry?.good ? [{ loaded: entry.good.loaded, revision: `${entry.good.extension?.hash}:${entry.restarts}` }] : [];
  });
}

async function record(context: BundleContext): Promise<void> {
  const bundles = [...context.assembly.bundles.values()].flatMap(({ name, enabled, entry: { good } }) =>
    good ? [{ name, version: good.loaded.manifest.version, config: good.loaded.config, enabled }] : [],
  );
  const text = JSON.stringify(bundles);
  if (text === context.recorded) return;
  context.recorded = text;
  await context.deps.registry.record(bundles).catch((error: unknown) => {
    context.recorded = '';
    context.deps.log.warn(`The list of bundles could not be stored: ${messageOf(error)}`);
  });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
