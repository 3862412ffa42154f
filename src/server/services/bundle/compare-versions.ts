import type { BundleChange } from '#contract/bundle';
import type { BundleVersion } from './read-bundle.ts';

/** What an edit changed, beside pages. */
export function compareVersions(before: BundleVersion, after: BundleVersion): BundleChange[] {
  const kinds: BundleChange['kind'][] = [];
  if (manifestMark(before) !== manifestMark(after)) kinds.push('manifest');
  if (JSON.stringify(before.loaded.config) !== JSON.stringify(after.loaded.config)) kinds.push('config');
  if (before.extension?.hash !== after.extension?.hash) kinds.push('extension');
  if (JSON.stringify(before.loaded.git) !== JSON.stringify(after.loaded.git)) kinds.push('git');
  return kinds.map((kind) => ({ bundle: after.loaded.name, kind }));
}

/** Schemas count as part of the manifest: both say what a bundle is. */
function manifestMark({ loaded, definitions }: BundleVersion): string {
  const sums = [...definitions].map(([name, definition]) => [name, definition.schema?.sum]);
  return JSON.stringify([loaded.manifest.raw, sums]);
}
