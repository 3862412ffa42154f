import { createReadStream } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import path from 'node:path';
import { walkTree, type TreeEntry } from './walk-tree.ts';
import type { Piece } from './pieces.ts';

export type Comparison =
  | { result: 'missing' }
  | { result: 'same' }
  /** `detail` names the first difference. */
  | { result: 'different'; detail: string };

/**
 * Whether everything of a piece is where it should be. What the other side has besides (a bundle may write into its own folder) makes no
 * difference. Files of the same length and age count as the same; others of the same length are read.
 */
export async function compareTrees(piece: Piece): Promise<Comparison> {
  if (!(await exists(piece.to))) return { result: 'missing' };
  if (piece.written) return { result: 'different', detail: piece.written.difference };
  for await (const entry of walkTree(piece.from, piece.isLeftOut)) {
    const difference = await differenceOf(entry, piece);
    if (difference === undefined) continue;
    return { result: 'different', detail: entry.relative === '' ? difference : `${entry.relative} ${difference}` };
  }
  return { result: 'same' };
}

/** True for links that lead nowhere, too. */
export async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

async function differenceOf(entry: TreeEntry, piece: Piece): Promise<string | undefined> {
  const from = path.join(piece.from, entry.relative);
  const to = path.join(piece.to, entry.relative);
  const there = await lstat(to).catch(() => undefined);
  if (entry.kind === 'other') return undefined;
  if (!there) return 'is missing here';
  if (entry.kind === 'link')
    return there.isSymbolicLink() && (await readlink(to)) === piece.linkTo(from, entry.target ?? '', to)
      ? undefined
      : 'is something else here';
  if (entry.kind === 'folder') return there.isDirectory() ? undefined : 'is something else here';
  if (!there.isFile()) return 'is something else here';
  const age = there.mtimeMs - entry.stats.mtimeMs;
  if (there.size === entry.stats.size && (Math.abs(age) < 2 || (await isSameContent(from, to)))) return undefined;
  return age > 0 ? 'is newer here and differs' : 'differs here';
}

async function isSameContent(a: string, b: string): Promise<boolean> {
  const other = createReadStream(b)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(a) as AsyncIterable<Buffer>) {
      while (rest.length < chunk.length) {
        const next = await other.next();
        if (next.done) return false;
        rest = Buffer.concat([rest, next.value]);
      }
      if (!chunk.equals(rest.subarray(0, chunk.length))) return false;
      rest = rest.subarray(chunk.length);
    }
    return rest.length === 0 && (await other.next()).done === true;
  } finally {
    await other.return?.();
  }
}
