import path from 'node:path';
import { readSegments } from './bundle-address.ts';
import { resolveInside } from './resolve-inside.ts';
import { respondNotFound, type Exchange } from './respond.ts';
import { sendFile } from './send-file.ts';

/** Our own packages are the server's business, but for these, which bundles' pages load. */
const ownForPages = new Set(['soundjs']);

export type NodeModulesDeps = {
  /** Where the program is, and what holds `bundles/`: both real and absolute. */
  projectDir: string;
  root: string;
};

/** A folder `node_modules`, and which of its packages are served. */
type Packages = { folder: string; serves: (name: string) => boolean };

/**
 * Where `/node_modules/*` looks, in its order: the packages of the installation, or of what it lies in, but never further up than the
 * root that holds the bundles.
 */
export function packageFolders({ projectDir, root }: NodeModulesDeps): Packages[] {
  const own = (name: string): boolean => ownForPages.has(name);
  const folders: Packages[] = [{ folder: path.join(projectDir, 'node_modules'), serves: own }];
  if (root === projectDir) return folders;
  const between = path.relative(root, projectDir);
  if (!between.startsWith('..') && !path.isAbsolute(between)) {
    for (let dir = path.dirname(projectDir); dir !== root; dir = path.dirname(dir))
      if (path.basename(dir) !== 'node_modules') folders.push({ folder: path.join(dir, 'node_modules'), serves: () => true });
  }
  return [...folders, { folder: path.join(root, 'node_modules'), serves: () => true }];
}

/** Serves `/node_modules/<package>/<file>`. Hidden files, and links that lead out of the packages, are 404. */
export async function serveNodeModules(exchange: Exchange, deps: NodeModulesDeps): Promise<void> {
  const segments = readSegments(exchange.path.split('/').slice(2));
  const [name = ''] = segments ?? [];
  if (!segments || segments.length < 2 || segments.some((segment) => segment.startsWith('.'))) return respondNotFound(exchange);
  for (const { folder, serves } of packageFolders(deps)) {
    if (!serves(name)) continue;
    const file = await resolveInside(folder, segments, [folder]);
    if (file?.kind === 'file') return sendFile(exchange, file.real);
  }
  respondNotFound(exchange);
}
