import type { AssetCollection, AssetOverview } from '#contract/asset';
import type { BundleView } from '#contract/bundle';
import type { GraphicInstance } from '#contract/graphic';
import type { Json } from '#contract/json';
import { keyOf, type ReplicantKey, type Snapshot } from '#contract/replicant';
import { serverReplicants } from '#contract/server-replicants';
import type { Permits } from './permits.ts';

/** Shows of one of the server's own lists what somebody may know of. */
type Show = (value: Json, permits: Pick<Permits, 'allows'>) => unknown;
type May = Pick<Permits, 'allows'>;

/** NodeCG's shape of a bundle, as far as something in it may be hidden. */
type NodecgBundle = { name: string; graphics: { url: string }[]; dashboard: { panels: { name: string }[] } };
type NodecgInstance = { bundleName: string; pathName: string };

const views = {
  bundles: (value, may) =>
    (value as unknown as NodecgBundle[]).filter(({ name }) => seesBundle(may, name)).map((bundle) => ({
      ...bundle,
      graphics: bundle.graphics.filter(({ url }) => opensGraphic(may, bundle.name, url)),
      dashboard: { ...bundle.dashboard, panels: bundle.dashboard.panels.filter(({ name }) => opensPanel(may, bundle.name, name)) },
    })),
  bundleViews: (value, may) =>
    (value as unknown as BundleView[]).filter(({ name }) => seesBundle(may, name)).map((bundle) => ({
      ...bundle,
      graphics: bundle.graphics.filter(({ url }) => opensGraphic(may, bundle.name, url)),
      panels: bundle.panels.filter(({ name }) => opensPanel(may, bundle.name, name)),
    })),
  graphicInstances: (value, may) =>
    (value as unknown as NodecgInstance[]).filter(({ bundleName, pathName }) => listsGraphic(may, bundleName, pathName)),
  openGraphics: (value, may) =>
    (value as unknown as GraphicInstance[]).filter(({ bundle, url }) => listsGraphic(may, bundle, url)),
  assets(value, may) {
    const overview = value as unknown as AssetOverview;
    return { ...overview, bundles: readableFolders(overview.bundles, may) };
  },
  assetCollections: (value, may) => readableFolders(value as unknown as AssetCollection[], may),
} satisfies Record<keyof typeof serverReplicants, Show>;

const byKey: ReadonlyMap<string, Show> = new Map(
  Object.entries(serverReplicants).map(([name, key]) => [keyOf(key), views[name as keyof typeof serverReplicants]]),
);

/** True for lists of which everybody sees their own part. */
export function hasView({ namespace, name }: ReplicantKey): boolean {
  return (namespace === 'nodecg' || namespace === '_assets') && byKey.has(keyOf({ namespace, name }));
}

/** The part of a list that `permits` may see, at the same revision; undefined: this is no such list, or all of it may be seen. */
export function viewOf(key: ReplicantKey, permits: Permits): ((snapshot: Snapshot) => Snapshot) | undefined {
  if (permits.isFree || permits.seesAllLists || !hasView(key)) return undefined;
  const show = byKey.get(keyOf(key));
  return (
    show && ((snapshot) => (snapshot.value === undefined ? snapshot : { ...snapshot, value: show(snapshot.value, permits) as Json }))
  );
}

function seesBundle(may: May, bundle: string): boolean {
  return may.allows('bundle.see', { kind: 'bundle', bundle });
}

function opensGraphic(may: May, bundle: string, name: string): boolean {
  return may.allows('graphic.open', { kind: 'graphic', bundle, name });
}

function listsGraphic(may: May, bundle: string, name: string): boolean {
  return may.allows('graphic.list', { kind: 'graphic', bundle, name });
}

function opensPanel(may: May, bundle: string, name: string): boolean {
  return may.allows('panel.open', { kind: 'panel', bundle, name });
}

function readableFolders<T extends { name: string; categories: { name: string }[] }>(bundles: T[], may: May): T[] {
  return bundles
    .map((bundle) => ({
      ...bundle,
      categories: bundle.categories.filter(({ name }) => may.allows('asset.read', { kind: 'assets', bundle: bundle.name, name })),
    }))
    .filter(({ categories }) => categories.length > 0);
}
