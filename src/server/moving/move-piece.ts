import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compareTrees, exists } from './compare-trees.ts';
import type { Piece } from './pieces.ts';
import type { Item } from './report.ts';
import { walkTree } from './walk-tree.ts';

export type MoveOptions = { apply: boolean; overwrite: boolean; signal: AbortSignal };

/** Where pieces are put together before they take their place; dot folders are nobody's bundle or asset. */
const workshop = '.moving';

/**
 * Brings one piece, whole or not at all: it is copied beside its place and then renamed. What is there already stays, unless it differs and
 * overwriting was asked for. Never rejects and never writes on the side where it comes from.
 */
export async function movePiece(piece: Piece, options: MoveOptions): Promise<Item> {
  const { kind, name } = piece;
  if (piece.skip !== undefined) return { kind, name, state: 'skipped', detail: piece.skip };
  if (piece.isThere) return { kind, name, state: 'there' };
  try {
    const comparison = await compareTrees(piece);
    if (comparison.result === 'same') return { kind, name, state: 'there' };
    const isInTheWay = comparison.result === 'different';
    if (isInTheWay && !options.overwrite) return { kind, name, state: 'conflict', detail: comparison.detail };
    const note = isInTheWay ? { detail: options.apply ? 'replaced what was there' : 'would replace what is there' } : piece.note;
    if (!options.apply) return { kind, name, state: 'to do', ...note };
    await bring(piece, isInTheWay, options.signal);
    return { kind, name, state: 'done', ...note };
  } catch (error) {
    return { kind, name, state: 'failed', detail: reasonOf(error) };
  }
}

/** Removes what an interrupted run left in these folders. */
export async function clearWorkshops(folders: Iterable<string>): Promise<void> {
  for (const folder of folders) await rm(path.join(folder, workshop), { recursive: true, force: true });
}

async function bring(piece: Piece, isInTheWay: boolean, signal: AbortSignal): Promise<void> {
  const bench = path.join(piece.folder, workshop);
  const draft = path.join(bench, randomBytes(6).toString('hex'));
  await mkdir(bench, { recursive: true });
  try {
    if (piece.written) await writeFile(draft, piece.written.text, { mode: await modeOf(piece.from) });
    else await copyTree(piece, draft, signal);
    await mkdir(path.dirname(piece.to), { recursive: true });
    // A folder can't be renamed onto another one; a file replaces a file in one step.
    if (isInTheWay) await rename(piece.to, `${draft}.old`);
    await rename(draft, piece.to);
  } finally {
    if (isInTheWay && !(await exists(piece.to)) && (await exists(`${draft}.old`))) await rename(`${draft}.old`, piece.to);
    await rm(bench, { recursive: true, force: true });
  }
}

async function copyTree(piece: Piece, draft: string, signal: AbortSignal): Promise<void> {
  const folders: { path: string; modified: Date }[] = [];
  for await (const { relative, stats, kind, target } of walkTree(piece.from, piece.isLeftOut)) {
    signal.throwIfAborted();
    const from = path.join(piece.from, relative);
    const to = path.join(draft, relative);
    if (kind === 'folder') {
      await mkdir(to, { mode: stats.mode | 0o700 });
      folders.push({ path: to, modified: stats.mtime });
    } else if (kind === 'link') {
      await symlink(piece.linkTo(from, target ?? '', path.join(piece.to, relative)), to);
    } else if (kind === 'file') {
      await copyFile(from, to, constants.COPYFILE_FICLONE);
      await utimes(to, stats.atime, stats.mtime);
    }
  }
  for (const folder of folders.reverse()) await utimes(folder.path, folder.modified, folder.modified);
}

/** A configuration that only its owner may read stays so. */
async function modeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.mode ?? 0o644;
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOSPC':
      return 'the disk is full; free some space and run this again';
    case 'EACCES':
    case 'EPERM':
      return `this user may not read or write it: ${message}`;
    default:
      return (error as Error).name === 'AbortError' ? 'it was interrupted' : message;
  }
}
