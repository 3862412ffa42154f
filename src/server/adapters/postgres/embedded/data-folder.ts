import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { failure, success } from '#contract/result';
import { canReach } from './run-as.ts';
import type { EmbeddedError, EmbeddedResult, RunAs } from './types.ts';

/** The real path of `dataDir`, which need not exist yet (the folder above it is made), and whether `runAs` can't walk to it. */
export async function placeDataFolder(
  dataDir: string,
  runAs: RunAs,
): Promise<EmbeddedResult<{ folder: string; hidden: boolean }>> {
  try {
    await mkdir(path.dirname(dataDir), { recursive: true });
    const folder = await realpath(dataDir).catch(async () =>
      path.join(await realpath(path.dirname(dataDir)), path.basename(dataDir)),
    );
    const hidden = !(await canReach(folder, runAs));
    return hidden && process.platform !== 'linux' ? failure(unreachable(folder)) : success({ folder, hidden });
  } catch (error) {
    return failure(notWritable(dataDir, error));
  }
}

function unreachable(folder: string): EmbeddedError {
  const message = `Postgres can't run as root, and its user can't reach ${folder}: a folder above it is private. Run the server as an ordinary user, open the folders above (chmod o+x), or choose another NODECG_ROOT.`;
  return { code: 'not-writable', message };
}

const reasons: Record<string, string> = {
  EACCES: 'this user may not use it',
  EPERM: 'this user may not use it',
  EROFS: 'it is on a read-only disk',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
};

/** Why this user can't use the folder, and what to do. */
export function notWritable(folder: string, error: unknown): EmbeddedError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const reason = reasons[code] ?? message;
  return {
    code: 'not-writable',
    message: `The database folder ${folder} can't be used: ${reason}. Give this user the folder (chown), make room, or choose another NODECG_ROOT.`,
  };
}
