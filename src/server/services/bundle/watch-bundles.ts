import { join, relative, sep } from 'node:path';
import type { BundleFiles, FileChange } from '#ports/bundle-files';
import type { Log } from '#ports/log';
import { isIgnoredFolder } from './discover.ts';
import { bundlesOfConfig } from './read-config.ts';
import type { FirstPartyBundle } from './types.ts';
import { isIgnoredPath, isPagePath, watchDepth } from './watched-paths.ts';

/** Files that changed together. Paths are relative to the bundle's folder; `removed` are those that are gone. */
export type Edits = { changed: Set<string>; removed: Set<string> };
export type EditBatch = {
  /** By the name of a folder in the bundles folder, or by the absolute path of one elsewhere. */
  folders: Map<string, Edits>;
  /** By the name of a first-party bundle. */
  firstParty: Map<string, Edits>;
  /** Bundles whose `cfg/<bundle>.*` changed. */
  configs: Set<string>;
};

export type WatchBundlesRequest = {
  bundlesDir: string;
  moreDirs?: readonly string[];
  cfgDir: string;
  firstParty: readonly FirstPartyBundle[];
  files: BundleFiles;
  log: Log;
  onEdits(batch: EditBatch): void;
};

// Editors and build tools write several files: what comes within the quiet time belongs together.
const quietMs = 80;
const longestWaitMs = 300;

/** Follows every bundle's folder and its configuration; resolves when watching has begun. */
export async function watchBundles(request: WatchBundlesRequest): Promise<() => Promise<void>> {
  const batches = createBatches(request.onEdits);
  const onTrouble = (message: string): void => request.log.warn(message);
  const { files, bundlesDir, moreDirs = [], cfgDir } = request;
  const stops = await Promise.all([
    ...[bundlesDir, ...moreDirs].map((dir) =>
      files.watch({
        dir,
        maxDepth: watchDepth + 1,
        isIgnored: isIgnoredBelowBundles,
        onTrouble,
        onChange: (change) => batches.inBundles(dir, change, dir === bundlesDir ? '' : dir),
      }),
    ),
    files.watch({
      dir: cfgDir,
      maxDepth: 1,
      isIgnored: (path) => path.includes('/'),
      onTrouble,
      onChange: (change) => batches.inConfig(cfgDir, change),
    }),
    ...request.firstParty.map(({ dir, manifest }) =>
      files.watch({
        dir,
        maxDepth: watchDepth,
        isIgnored: isIgnoredPath,
        onTrouble,
        onChange: (change) => batches.inFirstParty(manifest.name, dir, change),
      }),
    ),
  ]);
  return async () => {
    batches.stop();
    await Promise.all(stops.map((stop) => stop()));
  };
}

function isIgnoredBelowBundles(path: string): boolean {
  const [folder = '', ...rest] = path.split('/');
  return isIgnoredFolder(folder) || (rest.length > 0 && isIgnoredPath(rest.join('/')));
}

type Batches = {
  /** `place`: what goes before the names of the folders. */
  inBundles(dir: string, change: FileChange, place: string): void;
  inFirstParty(name: string, dir: string, change: FileChange): void;
  inConfig(dir: string, change: FileChange): void;
  stop(): void;
};

/** Calls `flush` when nothing happened for the quiet time, or often enough while things go on. */
function createQuietTimer(flush: () => void): { happened(): void; stop(): void } {
  let quiet: NodeJS.Timeout | undefined;
  let longest: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearTimeout(quiet);
    clearTimeout(longest);
    [quiet, longest] = [undefined, undefined];
  };
  const fire = (): void => {
    stop();
    flush();
  };
  const happened = (): void => {
    clearTimeout(quiet);
    quiet = setTimeout(fire, quietMs);
    longest ??= setTimeout(fire, longestWaitMs);
  };
  return { happened, stop };
}

function createBatches(onEdits: (batch: EditBatch) => void): Batches {
  let batch = emptyBatch();
  const { happened, stop } = createQuietTimer(() => {
    const full = batch;
    batch = emptyBatch();
    onEdits(full);
  });
  return {
    stop,
    inBundles(dir, change, place) {
      const [folder = '', ...rest] = parts(dir, change.path);
      if (folder === '' || (rest.length === 0 && !change.isFolder)) return;
      note(batch.folders, join(place, folder), rest.join('/'), change);
      happened();
    },
    inFirstParty(name, dir, change) {
      note(batch.firstParty, name, parts(dir, change.path).join('/'), change);
      happened();
    },
    inConfig(dir, change) {
      const names = bundlesOfConfig(parts(dir, change.path).join('/'));
      for (const name of names) batch.configs.add(name);
      if (names.length > 0) happened();
    },
  };
}

function note(edits: Map<string, Edits>, name: string, path: string, change: FileChange): void {
  const own = edits.get(name) ?? { changed: new Set(), removed: new Set() };
  edits.set(name, own);
  // The files in a folder of pages are reported too; another new folder may hold anything.
  if (change.isFolder && (path === '' || isPagePath(`${path}/`, undefined))) return;
  const [to, from] = change.kind === 'removed' ? [own.removed, own.changed] : [own.changed, own.removed];
  from.delete(path);
  to.add(path);
}

function parts(dir: string, path: string): string[] {
  return relative(dir, path)
    .split(sep)
    .filter((part) => part !== '' && part !== '..');
}

function emptyBatch(): EditBatch {
  return { folders: new Map(), firstParty: new Map(), configs: new Set() };
}
