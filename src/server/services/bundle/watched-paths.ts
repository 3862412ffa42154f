import type { BundleChange } from '#contract/bundle';
import { isIgnoredFolder } from './discover.ts';
import { insideFolder } from './inside-folder.ts';
import type { Manifest } from './types.ts';

/** How deep below a bundle's folder files are watched. */
export const watchDepth = 10;

/** What never matters below a bundle's folder: dependencies, dot files (also editors' temporary ones) and backups. Of `.git` only what names the commit counts. */
export function isIgnoredPath(path: string): boolean {
  const parts = path.split('/');
  if (parts[0] === '.git')
    return !/^\.git(?:\/(?:HEAD|packed-refs|refs(?:\/heads(?:\/.*)?)?))?$/.test(path) || path.endsWith('.lock');
  return path.endsWith('~') || parts.some(isIgnoredFolder);
}

/** Files that only pages use: an edit doesn't change configuration, schemas or the extension (unless the extension loads that very file). */
export function isPagePath(path: string, manifest: Manifest | undefined): boolean {
  return (
    /^(?:dashboard|graphics|shared)\//.test(path) || (manifest?.mounts.some((mount) => isBelow(path, mount.directory)) ?? false)
  );
}

/** Which pages must be loaded again. One panel or graphic where exactly its HTML changed, else all of that kind. */
export function pageChanges(manifest: Manifest, paths: readonly string[]): BundleChange[] {
  const shared = paths.filter((path) => isPagePath(path, manifest) && !/^(?:dashboard|graphics)\//.test(path));
  const panels = [
    ...below('dashboard', paths).map((file) =>
      manifest.panels.filter((panel) => insideFolder(panel.file) === file).map(({ name }) => name),
    ),
    ...shared.map(() => []),
  ];
  const graphics = [
    ...below('graphics', paths).map((file) =>
      manifest.graphics.filter((graphic) => graphic.file === file).map((graphic) => graphic.file),
    ),
    ...shared.map(() => []),
  ];
  return [...changeOf('panel', manifest.name, panels), ...changeOf('graphic', manifest.name, graphics)];
}

/** Whether the default file of one of its sound cues was written. */
export function soundChanges({ name, soundCues }: Manifest, paths: Iterable<string>): BundleChange[] {
  const files = new Set(soundCues.map(({ defaultFile }) => defaultFile));
  return [...paths].some((path) => files.has(path)) ? [{ bundle: name, kind: 'sound' }] : [];
}

function below(folder: string, paths: readonly string[]): string[] {
  return paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
}

function changeOf(kind: 'panel' | 'graphic', bundle: string, targets: readonly string[][]): BundleChange[] {
  if (targets.length === 0) return [];
  const hitsAll = targets.some((names) => names.length === 0);
  return [hitsAll ? { bundle, kind } : { bundle, kind, targets: [...new Set(targets.flat())] }];
}

function isBelow(path: string, folder: string): boolean {
  return folder !== '.' && path.startsWith(`${folder}/`);
}
