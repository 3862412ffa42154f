import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failure, success, type Result } from '#contract/result';
import type { AssetFilesError, StagedAsset, StoredAsset } from '#ports/asset-files';
import { describeFile, findName, isPlain, unfinishedName } from './asset-path.ts';
import type { FileHasher } from './hash-files.ts';

class TooLarge extends Error {}

/** See `AssetFiles.stage`. `dir` exists. */
export async function stageAsset(
  dir: string,
  { content, maxBytes, hasher }: { content: Readable; maxBytes: number; hasher: FileHasher },
): Promise<Result<StagedAsset, AssetFilesError>> {
  const file = path.join(dir, unfinishedName());
  const discard = () => rm(file, { force: true }).catch(() => undefined);
  const written = createWriteStream(file, { flags: 'wx' });
  const closed = new Promise<void>((resolve) => void written.once('close', resolve));
  try {
    await pipeline(content, atMost(maxBytes), written);
    await flush(file);
  } catch (error) {
    // A stream that fails while its file is still being opened makes that file after it has failed.
    await closed;
    await discard();
    return failure(explain(error));
  }
  const sum = await hasher.sum(() => Promise.resolve(file));
  if (sum !== undefined) return success({ sum, discard, commit: (base) => commit({ dir, file, base, discard }) });
  await discard();
  return failure({ code: 'unwritable', message: 'What was written could not be read again.' });
}

async function commit({
  dir,
  file,
  base,
  discard,
}: {
  dir: string;
  file: string;
  base: string;
  discard: () => Promise<void>;
}): Promise<Result<StoredAsset, AssetFilesError>> {
  try {
    if (!isPlain(base)) throw new Error('That is no name of a file.');
    const name = (await findName(dir, base)) ?? base;
    // Described before it is moved: another upload may take the name at once.
    const stored = await describeFile(file, name);
    if (!stored) throw new Error('It was removed while it was uploaded.');
    await rename(file, path.join(dir, name));
    await flushNames(dir);
    return success(stored);
  } catch (error) {
    await discard();
    return failure(explain(error));
  }
}

/** What an acknowledged upload wrote survives the loss of power. */
async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync().finally(() => handle.close());
}

/** Its name does, too. The file has it by now, so a disk that can't do this fails nothing; Windows has no such thing. */
async function flushNames(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close().catch(() => undefined);
}

function atMost(maxBytes: number): Transform {
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (length > maxBytes) done(new TooLarge());
      else done(null, chunk);
    },
  });
}

/** Says what went wrong without naming a path. */
export function explain(error: unknown): AssetFilesError {
  if (error instanceof TooLarge) return { code: 'too-large', message: 'The file is larger than files may be.' };
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { code: 'no-space', message: 'The disk is full.' };
    case 'EFBIG':
      return { code: 'too-large', message: 'The disk’s file system can’t hold a file of that size.' };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { code: 'unwritable', message: 'The server may not write into this category’s folder. Check its permissions.' };
    case 'EBUSY':
      return { code: 'unwritable', message: 'Another program holds the file. Close it there and try again.' };
    case 'EISDIR':
    case 'ENOTDIR':
    case 'ENOTEMPTY':
    case 'EEXIST':
      return { code: 'unwritable', message: 'A folder of that name is in the way.' };
    case 'ENOENT':
      return { code: 'unwritable', message: 'The category’s folder was removed meanwhile. Try again.' };
    case 'ENAMETOOLONG':
      return { code: 'unwritable', message: 'The name is too long for this disk.' };
    case undefined:
      return { code: 'unwritable', message };
    default:
      return code.startsWith('ERR_STREAM') || code === 'ABORT_ERR' || code === 'ECONNRESET'
        ? { code: 'interrupted', message: 'The upload ended early. Nothing was kept; try again.' }
        : { code: 'unwritable', message: `The disk answered ${code}.` };
  }
}
