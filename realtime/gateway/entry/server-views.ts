import type { AssetCollection, AssetOverview } from '#contract/asset';
import type { BundleView } from '#contract/bundle';
import type { GraphicInstance } from '#contract/graphic';
import type { Json } from '#contract/json';
import { sharedLayoutsKey, type SharedLayouts } from '#contract/layout';
import { keyOf, type Actor, type ReplicantKey, type Snapshot } from '#contract/replicant';
import { serverReplicants } from '#contract/server-replicants';
import { visibleAssets, visibleBundles, visibleGraphics, visibleLayouts, type Sight } from '#services/access/index';

/** What of a list somebody may see. */
type Show<T> = (access: Sight, actor: Actor, list: T) => unknown;

/** NodeCG's shapes, as far as something in them may be hidden. */
type NodecgBundle = {
  name: string;
  bundleDependencies?: Record<string, string>;
  graphics: { url: string }[];
  dashboard: { panels: { name: string }[] };
};
type NodecgInstance = { bundleName: string; pathName: string };

const lists = { ...serverReplicants, sharedLayouts: sharedLayoutsKey } satisfies Record<string, ReplicantKey>;

const shows = {
  bundles: show<NodecgBundle[]>(visibleNodecgBundles),
  bundleViews: show<BundleView[]>(visibleBundles),
  graphicInstances: show<NodecgInstance[]>((access, actor, instances) =>
    instances.filter(({ bundleName, pathName }) =>
      access.allows(actor, 'graphic.list', { kind: 'graphic', bundle: bundleName, name: pathName }),
    ),
  ),
  openGraphics: show<GraphicInstance[]>(visibleGraphics),
  assets: show<AssetOverview>(visibleAssets),
  assetCollections: show<AssetCollection[]>(visibleCollections),
  sharedLayouts: show<SharedLayouts>(visibleLayouts),
} satisfies Record<keyof typeof lists, Show<Json>>;

const byKey: ReadonlyMap<string, Show<Json>> = new Map(
  Object.entries(lists).map(([name, key]) => [keyOf(key), shows[name as keyof typeof lists]]),
);

/** True for lists of the server of which everybody may see their own part. */
export function hasView(key: ReplicantKey): boolean {
  return (key.namespace === 'nodecg' || key.namespace === '_assets') && byKey.has(keyOf(key));
}

/** Makes of such a list's state what somebody may see of it, at the same revision. */
export function showPart(access: Sight, actor: Actor, key: ReplicantKey): (snapshot: Snapshot) => Snapshot {
  const show = byKey.get(keyOf(key));
  return (snapshot) => {
    if (!show || snapshot.value === undefined) return snapshot;
    return { ...snapshot, value: show(access, actor, snapshot.value) as Json };
  };
}

/** The server writes these itself, so their shapes are what it writes. */
function show<T>(part: Show<T>): Show<Json> {
  return (access, actor, list) => part(access, actor, list as unknown as T);
}

function visibleNodecgBundles(access: Sight, actor: Actor, bundles: NodecgBundle[]): NodecgBundle[] {
  const mayOpenPanel = (bundle: string, name: string) => access.allows(actor, 'panel.open', { kind: 'panel', bundle, name });
  const mayOpenGraphic = (bundle: string, name: string) =>
    access.allows(actor, 'graphic.open', { kind: 'graphic', bundle, name });
  return bundles
    .filter(({ name }) => access.seesSomeOf(actor, name))
    .map(({ name, bundleDependencies = {}, graphics, dashboard, ...rest }) => ({
      ...rest,
      name,
      bundleDependencies: Object.fromEntries(
        Object.entries(bundleDependencies).filter(([other]) => access.seesSomeOf(actor, other)),
      ),
      graphics: graphics.filter(({ url }) => mayOpenGraphic(name, url)),
      dashboard: { ...dashboard, panels: dashboard.panels.filter((panel) => mayOpenPanel(name, panel.name)) },
    }));
}

function visibleCollections(access: Sight, actor: Actor, collections: AssetCollection[]): AssetCollection[] {
  return collections
    .map(({ name, categories }) => ({
      name,
      categories: categories.filter((category) =>
        access.allows(actor, 'asset.read', { kind: 'assets', bundle: name, name: category.name }),
      ),
    }))
    .filter(({ categories }) => categories.length > 0);
}
