import { realpathSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import type { FileChange, WatchRequest } from '#ports/bundle-files';

const readyTimeoutMs = 5_000;
const lookAgainMs = 250;
const kinds: Record<string, FileChange['kind']> = {
  add: 'added',
  addDir: 'added',
  change: 'changed',
  unlink: 'removed',
  unlinkDir: 'removed',
};

/** See `BundleFiles.watch`. */
export async function watchFolder(request: WatchRequest): Promise<() => Promise<void>> {
  const troubles = new Set<string>();
  /** What was told of a folder that isn't there yet, until it was looked at once more. */
  let told = (await isFolderNow(request.dir)) ? undefined : new Set<string>();
  const watcher = watch(request.dir, {
    ignoreInitial: true,
    ignorePermissionErrors: true,
    depth: request.maxDepth,
    ignored: (path, stats) => isLeftOut(request, path, stats?.isDirectory() ?? false),
  });
  watcher.on('all', (event, path) => {
    const kind = kinds[event];
    told?.add(path);
    if (kind) request.onChange({ kind, path, isFolder: event.endsWith('Dir') });
    if (event === 'addDir') lookAgain(watcher, request, path);
  });
  watcher.on('error', (error) => {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (troubles.has(code)) return;
    troubles.add(code);
    request.onTrouble(explain(code, error));
  });
  await Promise.race([new Promise<void>((resolve) => watcher.once('ready', resolve)), delayUnreferenced(readyTimeoutMs)]);
  if (told)
    setTimeout(() => {
      const known = told ?? new Set();
      told = undefined;
      void tellMissed(watcher, request, known);
    }, lookAgainMs).unref();
  return () => watcher.close();
}

/** chokidar says that it is ready before it watches where a missing folder would be: what is made between the two it takes for old. */
async function tellMissed(
  watcher: FSWatcher,
  request: WatchRequest,
  told: ReadonlySet<string>,
  folder = request.dir,
  depth = 0,
): Promise<void> {
  for (const name of await readdir(folder).catch((): string[] => [])) {
    const path = join(folder, name);
    const isFolder = await isFolderNow(path);
    if (watcher.closed) return;
    if (isLeftOut(request, path, isFolder)) continue;
    if (!told.has(path)) request.onChange({ kind: 'added', path, isFolder });
    if (isFolder && depth < request.maxDepth) await tellMissed(watcher, request, told, path, depth + 1);
  }
}

/** chokidar reads a new folder before it watches it: what is written between the two goes unnoticed. */
function lookAgain(watcher: FSWatcher, request: WatchRequest, folder: string): void {
  const check = async (): Promise<void> => {
    const names = await readdir(folder).catch((): string[] => []);
    const known = new Set(watcher.getWatched()[folder]);
    for (const name of watcher.closed ? [] : names.filter((name) => !known.has(name))) {
      const path = join(folder, name);
      const isFolder = await isFolderNow(path);
      if (watcher.closed || isLeftOut(request, path, isFolder)) continue;
      watcher.add(path);
      request.onChange({ kind: 'added', path, isFolder });
      if (isFolder) lookAgain(watcher, request, path);
    }
  };
  setTimeout(() => void check(), lookAgainMs).unref();
}

async function isFolderNow(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

function isLeftOut(request: WatchRequest, path: string, isDirectory: boolean): boolean {
  const relativePath = relative(request.dir, path);
  if (relativePath === '' || relativePath.startsWith('..')) return false;
  return request.isIgnored(relativePath.split(sep).join('/')) || (isDirectory && leadsIntoItself(path));
}

/** A link to a folder that contains the link would be walked down again and again. */
function leadsIntoItself(path: string): boolean {
  try {
    const parent = realpathSync.native(dirname(path));
    return `${parent}${sep}`.startsWith(`${realpathSync.native(path)}${sep}`);
  } catch {
    return false;
  }
}

function explain(code: string, error: unknown): string {
  const effect = 'Some edits will not be noticed until the bundle is reloaded.';
  if (code === 'ENOSPC')
    return `The system's limit of watched files is reached. ${effect} Raise it: sysctl fs.inotify.max_user_watches=524288`;
  if (code === 'EMFILE')
    return `The system's limit of watchers or open files is reached. ${effect} Raise fs.inotify.max_user_instances or ulimit -n.`;
  return `A file can't be watched (${error instanceof Error ? error.message : code}). ${effect}`;
}

function delayUnreferenced(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
