import { sourceId } from './bundle-entries.ts';
import type { BundleEntry, BundleSource } from './bundle-state.ts';
import { discoverFolders, discoverMore } from './discover.ts';
import type { BundleDeps } from './types.ts';
import type { EditBatch, Edits } from './watch-bundles.ts';

/** A source that must be read; `edits` absent: anything of it may have changed. */
export type Target = { source: BundleSource; edits?: Edits };

/** Every source there is, and every one there was. */
export async function allTargets(
  known: Iterable<BundleEntry>,
  { bundlesDir, moreDirs = [], firstParty, log }: BundleDeps,
): Promise<Target[]> {
  const [folders, more] = await Promise.all([discoverFolders(bundlesDir), discoverMore(moreDirs)]);
  if (!folders.ok)
    log.error(`The bundles folder can't be read: ${folders.error}. Only the bundles that come with the program are started.`);
  const found = [...(folders.ok ? folders.value : []), ...more].map(({ folder }): BundleSource => ({ kind: 'drop-in', folder }));
  const included = firstParty.map((bundle): BundleSource => ({ kind: 'first-party', bundle }));
  const before = folders.ok ? [...known].map((entry) => entry.source) : [];
  return [...new Map([...found, ...included, ...before].map((source) => [sourceId(source), { source }])).values()];
}

/** The sources that an edit concerns. */
export function editedTargets(batch: EditBatch, known: Iterable<BundleEntry>, { firstParty }: BundleDeps): Target[] {
  const targets = new Map<string, Target>();
  const add = (target: Target): unknown => targets.set(sourceId(target.source), target);
  for (const [folder, edits] of batch.folders) add({ source: { kind: 'drop-in', folder }, edits });
  for (const bundle of firstParty) {
    const edits = batch.firstParty.get(bundle.manifest.name);
    if (edits) add({ source: { kind: 'first-party', bundle }, edits });
  }
  for (const { source, reading } of known) {
    if (!batch.configs.has(reading.name)) continue;
    const edits = targets.get(sourceId(source))?.edits;
    // No file of the bundle has this name: it only says that more than pages changed.
    add({ source, edits: { changed: new Set([...(edits?.changed ?? []), 'cfg']), removed: edits?.removed ?? new Set() } });
  }
  return [...targets.values()];
}
