import type { Manifest } from '#services/bundle/types';
import { parseAssetAddress } from '../asset-address.ts';
import { parseBundleAddress } from '../bundle-address.ts';
import type { Exchange } from '../respond.ts';
import type { Need } from './route.ts';

export type RuledBundle = { name: string; manifest: Pick<Manifest, 'panels' | 'graphics'> };
/** May wait until bundles are known. */
export type FindBundle = (name: string) => RuledBundle | undefined | Promise<RuledBundle | undefined>;

/** For `/bundles/<bundle>/…`: the panel, the graphic, or what both are made of. */
export async function bundleFileNeed({ path }: Pick<Exchange, 'path'>, find: FindBundle): Promise<Need> {
  const address = parseBundleAddress(path);
  // Whatever it is, it is no file.
  if (!address) return 'somebody';
  const bundle = await find(address.bundle);
  if (!bundle) return 'everything';
  const [area, ...rest] = address.segments;
  const file = rest.join('/');
  if (area === 'dashboard') return panelNeed(bundle, file);
  if (area === 'graphics') return graphicNeed(bundle, file === '' ? 'index.html' : file);
  return { someOf: bundle.name };
}

function panelNeed({ name: bundle, manifest: { panels } }: RuledBundle, file: string): Need {
  const open = ({ name }: { name: string }): Need => ({ action: 'panel.open', resource: { kind: 'panel', bundle, name } });
  const own = panels.filter((panel) => isSame(panel.file, file) || isSame(panel.name, file));
  if (own.length > 0) return { any: own.map(open) };
  return fileNeed(bundle, file, panels.map(open));
}

function graphicNeed({ name: bundle, manifest: { graphics } }: RuledBundle, file: string): Need {
  const open = ({ url }: { url: string }): Need => ({ action: 'graphic.open', resource: { kind: 'graphic', bundle, name: url } });
  const own = graphics.filter((graphic) => isSame(graphic.file, file) || isSame(graphic.file, `${file}.html`));
  if (own.length > 0) return { any: own.map(open) };
  return fileNeed(bundle, file, graphics.map(open));
}

/**
 * Also as Windows would find it: it drops dots and spaces at the end, and what follows a colon is a part of the file. Nothing in it looks twice at the
 * same letters: everybody may ask, and what is asked may be long.
 */
const isPage = /\.html?[. ]*(:[^]*)?$|(^|\/)[^./]*$/i;

/**
 * A script, style or picture is for whoever may open one of the pages beside it; a further page for whoever may open all of them, so that
 * one that is hidden looks like one that isn't there.
 */
function fileNeed(bundle: string, file: string, pages: readonly Need[]): Need {
  if (pages.length === 0) return { someOf: bundle };
  return isPage.test(file) ? { every: pages } : { any: pages };
}

/** Disks that don't tell capitals, or two ways to write an ä, serve the same file. */
function isSame(a: string, b: string): boolean {
  return a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();
}

/** For `/assets/<bundle>/<category>[/<file>]`. A graphic shows its bundle's files, so whoever may open it reads them. */
export async function assetNeed(
  { request: { method }, path }: Pick<Exchange, 'request' | 'path'>,
  find: FindBundle,
): Promise<Need> {
  const address = parseAssetAddress(path);
  if (!address) return 'somebody';
  const { namespace, category } = address.folder;
  const bundle = await find(namespace);
  if (!bundle) return 'everything';
  const resource = { kind: 'assets', bundle: namespace, name: category } as const;
  if (method === 'POST') return { action: 'asset.upload', resource };
  if (method === 'DELETE') return { action: 'asset.delete', resource };
  const graphics = bundle.manifest.graphics.map(({ url }): Need => ({
    action: 'graphic.open',
    resource: { kind: 'graphic', bundle: namespace, name: url },
  }));
  return { any: [{ action: 'asset.read', resource }, ...graphics] };
}

/** For `/sound/<bundle>/<cue>/…`. */
export async function soundNeed({ path }: Pick<Exchange, 'path'>, find: FindBundle): Promise<Need> {
  const [, , raw = ''] = path.split('/');
  const bundle = await find(decode(raw));
  return bundle ? { someOf: bundle.name } : 'everything';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
