import type { AssetCategoryView, AssetCollection, AssetFolder } from '#contract/asset';
import type { AssetBundle } from './types.ts';

/** NodeCG's category for sounds that can be assigned to cues (compat.md A.1). */
const sounds: AssetCategoryView = { name: 'sounds', title: 'Sounds', allowedTypes: ['mp3', 'ogg'] };

/** The bundles that have categories, in their order, with sounds first where cues can be assigned. */
export function collectionsOf(bundles: readonly AssetBundle[]): AssetCollection[] {
  return bundles.flatMap(({ name, assetCategories, soundCues }) => {
    const hasSounds = soundCues.some(({ assignable }) => assignable);
    const categories = [...(hasSounds ? [sounds] : []), ...assetCategories.map(viewOf)];
    return categories.length === 0 ? [] : [{ name, categories }];
  });
}

function viewOf({ name, title, allowedTypes }: AssetCategoryView): AssetCategoryView {
  return { name, title, ...(allowedTypes && { allowedTypes: [...allowedTypes] }) };
}

/** A category by its folder. */
export function findCategory(
  collections: readonly AssetCollection[],
  { namespace, category }: AssetFolder,
): AssetCategoryView | undefined {
  return collections.find(({ name }) => name === namespace)?.categories.find(({ name }) => name === category);
}
