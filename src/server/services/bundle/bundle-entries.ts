import { join } from 'node:path';
import type { BundleChange } from '#contract/bundle';
import type { BundleEntry, BundleSource } from './bundle-state.ts';
import { compareVersions } from './compare-versions.ts';
import { findFolder } from './discover.ts';
import { hasErrors } from './problem-list.ts';
import { readDropIn, readFirstParty, type BundleReading, type ReadContext } from './read-bundle.ts';
import type { BundleDeps } from './types.ts';
import type { Edits } from './watch-bundles.ts';
import { isPagePath, pageChanges, soundChanges } from './watched-paths.ts';

type ReadDeps = Pick<BundleDeps, 'bundlesDir' | 'cfgDir' | 'files'>;

/** An entry brought up to date, and what changed for everybody else. No entry: its folder is gone. */
export type Refreshed = { entry: BundleEntry | undefined; changes: BundleChange[] };

// A file that is being written looks broken for a moment.
const secondLookMs = 120;

/** The key of a source among all. */
export function sourceId(source: BundleSource): string {
  return source.kind === 'drop-in' ? `folder:${source.folder}` : `first-party:${source.bundle.manifest.name}`;
}

/** Reads a source anew. `edits`: only these files changed; absent: anything may have. */
export async function refreshEntry(
  source: BundleSource,
  before: BundleEntry | undefined,
  deps: ReadDeps & { edits?: Edits },
): Promise<Refreshed> {
  const context: ReadContext = { ...deps, before: before?.reading, pagesOnly: touchesPagesOnly(before, deps.edits) };
  let reading = await readSource(source, deps, context);
  if (reading && before && hasErrors(reading.problems) && !isSameTrouble(reading, before.reading)) {
    await new Promise((resolve) => setTimeout(resolve, secondLookMs));
    reading = await readSource(source, deps, context);
  }
  if (!reading) return { entry: undefined, changes: [] };
  if (!before)
    return {
      entry: { source, reading, good: reading.version, restarts: 0, startedAt: Date.now(), waitingPages: [] },
      changes: [],
    };
  return follow(before, reading, deps.edits);
}

function isSameTrouble(now: BundleReading, before: BundleReading): boolean {
  return JSON.stringify(now.problems) === JSON.stringify(before.problems);
}

async function readSource(
  source: BundleSource,
  { bundlesDir }: ReadDeps,
  context: ReadContext,
): Promise<BundleReading | undefined> {
  if (source.kind === 'first-party') return readFirstParty(source.bundle, context);
  const folder = await findFolder(bundlesDir, source.folder);
  return folder && readDropIn(folder, context);
}

function touchesPagesOnly(before: BundleEntry | undefined, edits: Edits | undefined): boolean {
  if (!before?.good || !edits) return false;
  const { loaded, extension } = before.good;
  const paths = [...edits.changed, ...edits.removed];
  return paths.every((path) => isPagePath(path, loaded.manifest) && !extension?.files.has(join(loaded.dir, path)));
}

function follow(before: BundleEntry, reading: BundleReading, edits: Edits | undefined): Refreshed {
  const edited = [...(edits?.changed ?? [])].filter((path) =>
    isPagePath(path, reading.version?.loaded.manifest ?? before.good?.loaded.manifest),
  );
  const waitingPages = [...new Set([...before.waitingPages, ...edited])];
  const { version } = reading;
  // While the bundle is invalid its pages aren't reloaded: what an open graphic shows is better than what half an edit would show.
  if (!version) return { entry: { ...before, reading, waitingPages }, changes: [] };
  if (!before.good || before.good.loaded.name !== version.loaded.name) {
    return { entry: { ...before, reading, good: version, startedAt: Date.now(), waitingPages: [] }, changes: [] };
  }
  const changes = [
    ...compareVersions(before.good, version),
    ...pageChanges(version.loaded.manifest, waitingPages),
    ...soundChanges(version.loaded.manifest, edits?.changed ?? []),
  ];
  // Pages load a changed sound by themselves.
  const isSame = changes.every(({ kind }) => kind === 'git' || kind === 'sound');
  if (isSame) version.loaded.loadedAt = before.good.loaded.loadedAt;
  return {
    entry: { ...before, reading, good: version, startedAt: isSame ? before.startedAt : Date.now(), waitingPages: [] },
    changes,
  };
}
