import { mkdir, readdir, rm, statfs, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { AssetFolder } from '#contract/asset';
import { failure, success, type Result } from '#contract/result';
import type { AssetFiles, StoredAsset, WatchedAssets } from '#ports/asset-files';
import { describeFile, findName, folderPath, isLeftOver, isPlain, realFile } from './asset-path.ts';
import { createFileHasher } from './hash-files.ts';
import { explain, stageAsset } from './stage-asset.ts';
import { watchFolder } from './watch-folder.ts';

const badFolder = 'A bundle or category of this name can’t have a folder.';

/** Assets in `<root>/<bundle>/<category>/<file>`, as NodeCG keeps them. `root` need not exist. */
export function createFilesystemAssetFiles(root: string): AssetFiles {
  const hasher = createFileHasher();
  const located = async (folder: AssetFolder, base: string): Promise<string | undefined> => {
    const dir = folderPath(root, folder);
    const name = dir && (await findName(dir, base));
    return dir && name && realFile(dir, name);
  };
  return {
    prepare: (folder) => prepare(folderPath(root, folder)),
    list: (folder) => list(folderPath(root, folder)),
    locate: located,
    sum: (folder, base) => hasher.sum(() => located(folder, base)),
    async stage(folder, content, maxBytes) {
      // It may break before anybody reads it; `stageAsset` will see.
      content.on('error', () => undefined);
      const dir = folderPath(root, folder);
      const made = await makeFolder(dir);
      if (dir && made.ok) return stageAsset(dir, { content, maxBytes, hasher });
      content.destroy();
      return failure({ code: 'unwritable', message: made.ok ? badFolder : made.error });
    },
    async remove(folder, base) {
      const dir = folderPath(root, folder);
      const name = dir && (await findName(dir, base));
      if (!dir || !name) return success(undefined);
      try {
        await unlink(path.join(dir, name));
        return success(name);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        return code === 'ENOENT' || code === 'EISDIR' ? success(undefined) : failure(explain(error));
      }
    },
    async freeBytes() {
      const disk = await statfs(root).catch(() => undefined);
      return disk && disk.bavail * disk.bsize;
    },
    watch: (watched) => watchAssets(root, watched),
    close: () => hasher.close(),
  };
}

async function makeFolder(dir: string | undefined): Promise<Result<null, string>> {
  if (dir === undefined) return failure(badFolder);
  return mkdir(dir, { recursive: true }).then(
    () => success(null),
    (error: unknown) => failure(explain(error).message),
  );
}

async function prepare(dir: string | undefined): Promise<Result<null, string>> {
  const made = await makeFolder(dir);
  if (!made.ok || dir === undefined) return made;
  const names = await readdir(dir).catch((): string[] => []);
  for (const name of names.filter(isLeftOver)) await rm(path.join(dir, name), { force: true }).catch(() => undefined);
  return success(null);
}

async function list(dir: string | undefined): Promise<Result<StoredAsset[], string>> {
  if (dir === undefined) return failure(badFolder);
  try {
    const names = await readdir(dir);
    const found: StoredAsset[] = [];
    // One after the other: a folder of ten thousand must not take all of the process's file threads.
    for (const name of names.filter(isPlain)) {
      const file = await realFile(dir, name);
      const stored = file === undefined ? undefined : await describeFile(file, name);
      if (stored) found.push(stored);
    }
    return success(found);
  } catch (error) {
    return failure(explain(error).message);
  }
}

/** Only the folders of categories and the files right in them; what is hidden is left out. */
async function watchAssets(root: string, { onChange, onTrouble }: WatchedAssets): Promise<() => Promise<void>> {
  await mkdir(root, { recursive: true }).catch(() => undefined);
  return watchFolder({
    dir: root,
    maxDepth: 2,
    isIgnored: (relative) => relative.split('/').some((part) => part.startsWith('.')),
    onTrouble: (message) => onTrouble(`Assets: ${message}`),
    onChange({ path: changed }) {
      const [namespace, category] = path.relative(root, changed).split(path.sep);
      if (!namespace || namespace === '..') return;
      onChange(category ? { namespace, category } : { namespace });
    },
  });
}
