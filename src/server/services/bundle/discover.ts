import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { failure, success, type Result } from '#contract/result';

/** A folder in the bundles folder, or the absolute path of one elsewhere. `dir` is its absolute, real path; undefined for a link that leads nowhere. */
export type BundleFolder = { folder: string; dir: string | undefined };

/** Never bundles. */
export function isIgnoredFolder(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules' || name === 'bower_components';
}

/** Every folder (or link to one) that may be a bundle, by name. A bundles folder that doesn't exist has none; the failure says why it can't be read. */
export async function discoverFolders(bundlesDir: string): Promise<Result<BundleFolder[], string>> {
  try {
    const entries = await readdir(bundlesDir, { withFileTypes: true });
    const names = entries
      .filter((entry) => !isIgnoredFolder(entry.name) && (entry.isDirectory() || entry.isSymbolicLink()))
      .map((entry) => entry.name);
    const folders = await Promise.all(names.sort().map((name) => findFolder(bundlesDir, name)));
    return success(folders.filter((folder) => folder !== undefined));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return success([]);
    return failure(code === 'ENOTDIR' ? 'it is not a folder' : code === 'EACCES' ? 'permission denied' : String(code));
  }
}

/** The same of further folders, each by its absolute path. One that isn't there has none. */
export async function discoverMore(dirs: readonly string[]): Promise<BundleFolder[]> {
  const found = await Promise.all(dirs.map((dir) => discoverFolders(dir)));
  return found.flatMap((folders, index) =>
    folders.ok ? folders.value.map(({ folder, dir }) => ({ folder: join(dirs[index] ?? '', folder), dir })) : [],
  );
}

/** One entry of the bundles folder, or a folder by its absolute path; undefined if there is no such folder. */
export async function findFolder(bundlesDir: string, folder: string): Promise<BundleFolder | undefined> {
  const path = resolve(bundlesDir, folder);
  const dir = await realpath(path).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? undefined : null));
  if (dir) return (await stat(dir).catch(() => undefined))?.isDirectory() ? { folder, dir } : undefined;
  const names = await readdir(dirname(path)).catch((): string[] => []);
  return names.includes(basename(path)) ? { folder, dir: undefined } : undefined;
}
