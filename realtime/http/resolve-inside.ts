import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** A file or folder where it really is, links followed. */
export type ResolvedFile = { real: string; kind: 'file' | 'folder' };

/** Finds `segments` below `base`. Undefined when there is nothing, or when a link leads out of every one of `allowed` (real, absolute folders). */
export async function resolveInside(
  base: string,
  segments: readonly string[],
  allowed: readonly string[],
): Promise<ResolvedFile | undefined> {
  try {
    const real = await realpath(path.join(base, ...segments));
    if (!allowed.some((folder) => isInside(folder, real))) return undefined;
    const stats = await stat(real);
    if (stats.isDirectory()) return { real, kind: 'folder' };
    return stats.isFile() ? { real, kind: 'file' } : undefined;
  } catch {
    return undefined;
  }
}

function isInside(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}
