import type { Readable } from 'node:stream';
import { normalAssetName } from '#contract/asset-name';
import type { AssetFolder } from '#contract/asset';
import type { Actor } from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';
import type { StagedAsset } from '#ports/asset-files';
import { refuseActor, refuseFile, unknownCategory } from './refusals.ts';
import type { ChangeParts } from './remove-asset.ts';
import type { Shelf } from './shelf.ts';
import type { AssetError, AssetUpload } from './types.ts';

/** More would share the disk and the network without anybody being done sooner. */
const uploadsAtOnce = 32;
/** What an upload leaves of the disk: the database lives there, too. */
const reservedBytes = 256 * 1024 * 1024;

let uploads = 0;

/** See `AssetService.upload`. */
export async function openUpload(
  parts: ChangeParts,
  { folder, actor, bytes }: { folder: AssetFolder; actor: Actor; bytes: number | undefined },
): Promise<Result<AssetUpload, AssetError>> {
  const refused = refuseActor(actor);
  if (refused) return refused;
  const shelf = parts.shelfOf(folder);
  if (!shelf) return failure(unknownCategory(folder));
  if (uploads >= uploadsAtOnce)
    return failure({ code: 'busy', message: `${uploadsAtOnce} uploads are under way. Try again when one is done.` });
  uploads += 1;
  const upload = createUpload(parts, shelf);
  const free = await parts.deps.files.freeBytes();
  if (bytes === undefined || free === undefined || bytes <= free - reservedBytes) return success(upload);
  await upload.discard();
  return failure({ code: 'no-space', message: 'The disk has no room for this. Delete files that the show no longer needs.' });
}

type Staged = { base: string; staged: StagedAsset };

function createUpload({ deps: { files, maxFileBytes }, settled }: ChangeParts, shelf: Shelf): AssetUpload {
  const waiting: Staged[] = [];
  const arriving = new Set<Promise<unknown>>();
  let isOpen = true;
  const end = () => {
    if (isOpen) uploads -= 1;
    isOpen = false;
  };
  const discard = async () => {
    end();
    // What arrives in the meantime throws itself away.
    await Promise.allSettled([...arriving, ...waiting.splice(0).map(({ staged }) => staged.discard())]);
  };
  const arrive = async (base: string, content: Readable): Promise<Result<null, AssetError>> => {
    const staged = await files.stage(shelf.folder, content, maxFileBytes);
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
