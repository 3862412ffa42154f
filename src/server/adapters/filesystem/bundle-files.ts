import type { BundleFiles } from '#ports/bundle-files';
import { evaluateModule } from './evaluate-module.ts';
import { readGit } from './read-git.ts';
import { watchFolder } from './watch-folder.ts';

/** Bundle folders on this machine's disk. */
export function createFilesystemBundleFiles(): BundleFiles {
  return { watch: watchFolder, readGit, evaluate: evaluateModule };
}
