import { assetReplicant, type AssetCollection, type AssetFolder, type AssetOverview } from '#contract/asset';
import { gather } from '#contract/gather';
import { keyOf } from '#contract/replicant';
import { serverReplicants } from '#contract/server-replicants';
import { collectionsOf, findCategory } from './collections-of.ts';
import { definitionOf } from './definition-of.ts';
import { createDiskRoom } from './disk-room.ts';
import { createPublisher } from './publisher.ts';
import { removeAsset } from './remove-asset.ts';
import { createShelf, type Shelf } from './shelf.ts';
import { openUpload } from './open-upload.ts';
import type { AssetDeps, AssetService, AssetTiming } from './types.ts';

const usualTiming: AssetTiming = { settleMs: 400, gatherMs: 80, firstMs: 10_000 };

/** See SPEC.md for the rules by id. */
export function createAssetService(deps: AssetDeps): AssetService {
  const timing = { ...usualTiming, ...deps.timing };
  const shelves = new Map<string, Shelf>();
  const publisher = createPublisher(deps);
  let stopWatching: (() => Promise<void>) | undefined;
  let isClosed = false;

  const collections = (): AssetCollection[] => collectionsOf(deps.bundles());
  const overview = () => toOverview(collections(), shelves, deps.maxFileBytes);
  const overviews = gather(timing.gatherMs, () => publisher.set(serverReplicants.assets, () => overview()));
  const tell = (shelf: Shelf) => {
    overviews.soon();
    // Before that, a graphic that comes back after a restart would see its files vanish.
    return shelf.known.then(() => publisher.set(assetReplicant(shelf.folder), shelf.records));
  };
  const shelfOf = (folder: AssetFolder): Shelf | undefined => {
    const category = isClosed ? undefined : findCategory(collections(), folder);
    const known = shelves.get(idOf(folder));
    if (!category || known) return category && known;
    const shelf = createShelf(folder, category, { files: deps.files, timing, onChange: () => void tell(shelf) });
    shelves.set(idOf(folder), shelf);
    return shelf;
  };
  const follow = async () => {
    const now = collections();
    for (const [id, shelf] of shelves) if (!findCategory(now, shelf.folder)) drop(shelves, id);
    for (const { name, categories } of now)
      for (const category of categories) shelfOf({ namespace: name, category: category.name })?.setCategory(category);
    overviews.soon();
    await publisher.set(serverReplicants.assetCollections, () => now);
  };
  const follows = gather(timing.gatherMs, follow);
  const settled = (shelf: Shelf) => publisher.set(assetReplicant(shelf.folder), shelf.records);
  const parts = { deps, shelfOf, settled, uploads: { count: 0 }, room: createDiskRoom(deps.files) };

  return {
    async start() {
      await follow();
      const stop = await deps.files.watch({
        onTrouble: (message) => deps.log.warn(message),
        onChange: ({ namespace, category }) => {
          for (const shelf of shelves.values())
            if (shelf.folder.namespace === namespace && (category ?? shelf.folder.category) === shelf.folder.category)
              shelf.look();
        },
      });
      if (isClosed) return stop();
      stopWatching = stop;
      // What changed while watching began.
      for (const shelf of shelves.values()) shelf.look();
    },
    followBundles: () => follows.soon(),
    overview,
    definition: (key) => definitionOf(key, { shelfOf, collections }),
    find: (folder, base) => deps.files.locate(folder, base),
    upload: (folder, actor, bytes) => openUpload(parts, { folder, actor, bytes }),
    remove: (folder, base, actor) => removeAsset(parts, { folder, base, actor }),
    async close() {
      isClosed = true;
      for (const id of [...shelves.keys()]) drop(shelves, id);
      for (const gathered of [overviews, follows]) gathered.stop();
      await Promise.all([stopWatching?.(), deps.files.close()]);
    },
  };
}

function idOf({ namespace, category }: AssetFolder): string {
  return keyOf({ namespace, name: category });
}

function drop(shelves: Map<string, Shelf>, id: string): void {
  shelves.get(id)?.close();
  shelves.delete(id);
}

function toOverview(
  collections: readonly AssetCollection[],
  shelves: ReadonlyMap<string, Shelf>,
  maxFileBytes: number,
): AssetOverview {
  const bundles = collections.map(({ name, categories }) => ({
    name,
    categories: categories.map((category) => {
      const shelf = shelves.get(idOf({ namespace: name, category: category.name }));
      const problem = shelf?.problem();
      return { ...category, files: shelf?.views() ?? [], ...(problem !== undefined && { problem }) };
    }),
  }));
  return { maxFileBytes, bundles };
}
