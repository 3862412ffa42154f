import { lstat, readdir, readFile, readlink, stat } from 'node:fs/promises';
import path from 'node:path';
import { exists } from './compare-trees.ts';
import type { Piece } from './pieces.ts';
import { walkTree } from './walk-tree.ts';

export type Sides = { from: string; to: string };
export type PieceChoice = { bundles: boolean; cfg: boolean; assets: boolean };

const moved = ['bundles', 'cfg', 'assets'] as const;
/** A project's own folders, when NodeCG was installed into it and the project itself is a bundle. */
const rootFolders = new Set(['bundles', 'cfg', 'db', 'assets', 'logs', 'data']);

/** Everything in files that there is to bring, by kind and name. Throws where a folder can't be read. */
export async function findPieces({ from, to }: Sides, choice: PieceChoice): Promise<Piece[]> {
  const sides = { from, to };
  return [
    ...(choice.bundles ? [...(await bundlePieces(sides)), ...(await rootBundle(sides))] : []),
    ...(choice.cfg ? await cfgPieces(sides) : []),
    ...(choice.assets ? await assetPieces(sides) : []),
  ];
}

async function bundlePieces({ from, to }: Sides): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const name of await namesIn(path.join(from, 'bundles'))) {
    if (name === 'node_modules' || name === 'bower_components') continue;
    const source = path.join(from, 'bundles', name);
    const isLink = (await lstat(source)).isSymbolicLink();
    const isFolder = (await stat(source).catch(() => undefined))?.isDirectory() ?? false;
    if (!isFolder && !isLink) continue;
    const piece = pieceOf({ from, to }, 'bundles', name);
    const outside = isLink ? path.resolve(path.dirname(source), await readlink(source)) : undefined;
    if (!isFolder) pieces.push({ ...piece, kind: 'bundle', skip: 'the link leads nowhere' });
    else if (outside === undefined) pieces.push({ ...piece, kind: 'bundle' });
    else pieces.push({ ...piece, kind: 'bundle', note: { detail: `a link to ${outside}` } });
  }
  return pieces;
}

/** Where NodeCG was installed into a project, NodeCG loads the project itself as a bundle; here bundles live in `bundles/`. */
async function rootBundle({ from, to }: Sides): Promise<Piece[]> {
  const manifest = await manifestOf(from);
  if (typeof manifest?.name !== 'string' || manifest.nodecgRoot === true || manifest.name === 'nodecg') return [];
  const parts = ['dashboard', 'graphics', 'extension', 'extension.js'];
  const isBundle = manifest.nodecg !== undefined || (await anyExists(parts.map((part) => path.join(from, part))));
  if (!isBundle || !/^[\w.-]+$/.test(manifest.name)) return [];
  const { name } = manifest;
  if (await exists(path.join(from, 'bundles', name))) return [];
  const isLeftOut = (relative: string) =>
    rootFolders.has(relative) || relative === 'node_modules/nodecg' || relative === 'node_modules/.package-lock.json';
  const target = path.join(to, 'bundles', name);
  return [
    {
      ...pieceOf({ from, to }, 'bundles', name),
      kind: 'bundle',
      from,
      to: target,
      isLeftOut,
      linkTo: relocateLinks([...moved.map(folderPair({ from, to })), { from, to: target }]),
      note: { detail: 'the project that NodeCG was installed into' },
    },
  ];
}

async function cfgPieces(sides: Sides): Promise<Piece[]> {
  const names = await namesIn(path.join(sides.from, 'cfg'));
  return names.map((name) => ({ ...pieceOf(sides, 'cfg', name), kind: 'configuration' as const, name: `cfg/${name}` }));
}

async function assetPieces(sides: Sides): Promise<Piece[]> {
  const top = path.join(sides.from, 'assets');
  if (!(await exists(top))) return [];
  const pieces: Piece[] = [];
  const isHidden = (relative: string) => path.posix.basename(relative).startsWith('.');
  for await (const { relative, kind } of walkTree(top, isHidden)) {
    if (kind === 'file' || (kind === 'link' && relative !== ''))
      pieces.push({ ...pieceOf(sides, 'assets', relative), kind: 'asset', name: relative });
  }
  return pieces;
}

function pieceOf(sides: Sides, folder: (typeof moved)[number], name: string): Piece {
  const pair = folderPair(sides)(folder);
  return {
    kind: 'bundle',
    name,
    from: path.join(pair.from, name),
    to: path.join(pair.to, name),
    folder: pair.to,
    isLeftOut: () => false,
    linkTo: relocateLinks(moved.map(folderPair(sides))),
  };
}

function folderPair({ from, to }: Sides): (folder: string) => Sides {
  return (folder) => ({ from: path.join(from, folder), to: path.join(to, folder) });
}

/** Links to what is brought as well lead to its new place, relative where they were; all others lead where they did. */
function relocateLinks(pairs: readonly Sides[]): Piece['linkTo'] {
  return (from, target, to) => {
    const absolute = path.resolve(path.dirname(from), target);
    const pair = pairs.find((one) => isInside(one.from, absolute));
    if (!pair) return absolute;
    const moved = path.join(pair.to, path.relative(pair.from, absolute));
    return path.isAbsolute(target) ? moved : path.relative(path.dirname(to), moved) || '.';
  };
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => !name.startsWith('.')).sort();
}

async function anyExists(files: readonly string[]): Promise<boolean> {
  for (const file of files) if (await exists(file)) return true;
  return false;
}

/** What `package.json` says, as far as we ask; undefined where there is none that can be read. */
export async function manifestOf(
  folder: string,
): Promise<{ name?: unknown; nodecgRoot?: unknown; nodecg?: unknown } | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
