import type { Stats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';

/** Something in a tree. `relative` has `/`; `''` is the top itself. */
export type TreeEntry = { relative: string; stats: Stats; kind: 'folder' | 'file' | 'link' | 'other'; target?: string };

/** The tree below `top`, folders before what is in them, by name. Links are told, never followed. Left out: what `isLeftOut` says, with all below it. */
export async function* walkTree(top: string, isLeftOut: (relative: string) => boolean = () => false): AsyncGenerator<TreeEntry> {
  const waiting = [''];
  for (let relative = waiting.pop(); relative !== undefined; relative = waiting.pop()) {
    const absolute = path.join(top, relative);
    const stats = await lstat(absolute);
    const kind = kindOf(stats);
    yield { relative, stats, kind, ...(kind === 'link' ? { target: await readlink(absolute) } : {}) };
    if (kind !== 'folder') continue;
    const names = (await readdir(absolute)).sort().reverse();
    for (const name of names) {
      const below = relative === '' ? name : `${relative}/${name}`;
      if (!isLeftOut(below)) waiting.push(below);
    }
  }
}

function kindOf(stats: Stats): TreeEntry['kind'] {
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isDirectory()) return 'folder';
  return stats.isFile() ? 'file' : 'other';
}
