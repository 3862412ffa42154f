import { pipeline, type Readable } from 'node:stream';
import { normalAssetName } from '#contract/asset-name';
import type { AssetFolder } from '#contract/asset';
import type { Actor } from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';
import type { AssetFilesError, StagedAsset } from '#ports/asset-files';
import { createMeter, NoRoom, type PromisedRoom } from './disk-room.ts';
import { refuseActor, refuseFile, unknownCategory } from './refusals.ts';
import type { ChangeParts } from './remove-asset.ts';
import type { Shelf } from './shelf.ts';
import type { AssetError, AssetUpload } from './types.ts';

/** More would share the disk and the network without anybody being done sooner. */
const uploadsAtOnce = 32;

const noSpace: AssetError & AssetFilesError = {
  code: 'no-space',
  message: 'The disk has no room for this. Delete files that the show no longer needs.',
};

/** See `AssetService.upload`. */
export async function openUpload(
  parts: ChangeParts,
  { folder, actor, bytes }: { folder: AssetFolder; actor: Actor; bytes: number | undefined },
): Promise<Result<AssetUpload, AssetError>> {
  const refused = refuseActor(actor);
  if (refused) return refused;
  const shelf = parts.shelfOf(folder);
  if (!shelf) return failure(unknownCategory(folder));
  if (parts.uploads.count >= uploadsAtOnce)
    return failure({ code: 'busy', message: `${uploadsAtOnce} uploads are under way. Try again when one is done.` });
  parts.uploads.count += 1;
  const promised = bytes === undefined ? undefined : await parts.room.take({ least: bytes, most: bytes });
  const upload = createUpload(parts, { shelf, promised });
  if (bytes === undefined || promised) return success(upload);
  await upload.discard();
  return failure(noSpace);
}

type Staged = { base: string; staged: StagedAsset };

/** `promised`: room for all of it; undefined where nobody knows how long it will be. */
function createUpload(
  { deps, room, uploads, settled }: ChangeParts,
  { shelf, promised }: { shelf: Shelf; promised: PromisedRoom | undefined },
): AssetUpload {
  const waiting: Staged[] = [];
  const arriving = new Set<Promise<unknown>>();
  let isOpen = true;
  const end = () => {
    if (isOpen) uploads.count -= 1;
    isOpen = false;
    promised?.giveBack();
  };
  const discard = async () => {
    end();
    // What arrives in the meantime throws itself away.
    await Promise.allSettled([...arriving, ...waiting.splice(0).map(({ staged }) => staged.discard())]);
  };
  const stage = async (content: Readable) => {
    const meter = createMeter(room, promised);
    const metered = pipeline(content, meter, () => undefined);
    const staged = await deps.files.stage(shelf.folder, metered, deps.maxFileBytes);
    return meter.errored instanceof NoRoom ? failure(noSpace) : staged;
  };
  const arrive = async (base: string, content: Readable): Promise<Result<null, AssetError>> => {
    const staged = await stage(content);
    if (!staged.ok) return failure({ ...staged.error, message: `${base}: ${staged.error.message}` });
    if (isOpen) waiting.push({ base, staged: staged.value });
    else await staged.value.discard();
    return success(null);
  };
  return {
    discard,
    async add(name, content: Readable) {
      const base = normalAssetName(name);
      const problem = refuseFile(base, shelf.category());
      if (problem) return failure(problem);
      const arrival = arrive(base, content);
      arriving.add(arrival);
      return arrival.finally(() => arriving.delete(arrival));
    },
    async finish() {
      while (waiting.length > 0) {
        const problem = await commit(shelf, waiting);
        if (!problem) continue;
        await Promise.all([discard(), settled(shelf)]);
        return failure(problem);
      }
      end();
      await settled(shelf);
      return success(null);
    },
  };
}

/** Puts the next file there. */
async function commit(shelf: Shelf, waiting: Staged[]): Promise<AssetError | undefined> {
  const next = waiting.shift();
  if (!next) return undefined;
  const stored = await next.staged.commit(next.base);
  if (!stored.ok) return { ...stored.error, message: `${next.base}: ${stored.error.message}` };
  shelf.adopt(stored.value, next.staged.sum);
  return undefined;
}
