import type { AssetFolder } from '#contract/asset';
import type { Actor } from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';
import type { DiskRoom } from './disk-room.ts';
import { refuseActor, unknownCategory } from './refusals.ts';
import type { Shelf } from './shelf.ts';
import type { AssetDeps, AssetError } from './types.ts';

export type ChangeParts = {
  deps: Pick<AssetDeps, 'files' | 'maxFileBytes'>;
  shelfOf: (folder: AssetFolder) => Shelf | undefined;
  /** The uploads under way, and the disk that they share. */
  uploads: { count: number };
  room: DiskRoom;
  /** Resolves when bundles see what the shelf holds. */
  settled: (shelf: Shelf) => Promise<void>;
};

/** See `AssetService.remove`. */
export async function removeAsset(
  { deps: { files }, shelfOf, settled }: ChangeParts,
  { folder, base, actor }: { folder: AssetFolder; base: string; actor: Actor },
): Promise<Result<null, AssetError>> {
  const refused = refuseActor(actor);
  if (refused) return refused;
  const shelf = shelfOf(folder);
  if (!shelf) return failure(unknownCategory(folder));
  const removed = await files.remove(folder, base);
  if (!removed.ok) return removed;
  if (removed.value === undefined) return failure({ code: 'gone', message: `The file to delete does not exist: ${base}` });
  shelf.forget(removed.value);
  await settled(shelf);
  return success(null);
}
