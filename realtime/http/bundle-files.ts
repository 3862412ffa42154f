import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LoadedBundle } from '#services/bundle/types';
import { parseBundleAddress, type BundleAddress } from './bundle-address.ts';
import { serveRewritten, wantsRewriting } from './bare-modules.ts';
import { graphicInjection, panelInjection, type PageSettings } from './bundle-page.ts';
import { injectScripts, type Injection } from './inject-scripts.ts';
import { resolveInside } from './resolve-inside.ts';
import { respondMissingGraphic } from './missing-graphic.ts';
import { isGraphicPath, wantsPage } from './unavailable-page.ts';
import { redirect, respondNotFound, respondPage, type Exchange } from './respond.ts';
import { sendFile } from './send-file.ts';

export type BundleFilesDeps = {
  /** An enabled bundle's last good version. */
  find: (name: string) => LoadedBundle | undefined;
  /** Real, absolute: `node_modules` links may lead to other bundles. */
  bundlesDir: string;
  settings: PageSettings;
  /** Asked before an address without a file is 404; true: it has answered. */
  elsewhere?: (exchange: Exchange) => Promise<boolean>;
};

/** A folder of a bundle that is served, and what of the address lies below it. */
type Served = { folder: string; segments: string[]; allowed: string[] };

/** Serves `/bundles/<bundle>/…` (compat.md A.4, real-bundles.md P17). Whatever isn't plainly a file of that bundle is 404. */
export function createBundleFiles(deps: BundleFilesDeps): (exchange: Exchange) => Promise<void> {
  return async (exchange) => {
    const address = parseBundleAddress(exchange.path);
    const bundle = address && deps.find(address.bundle);
    if (!bundle) return respondMissing(exchange, deps);
    const [area, ...rest] = address.segments;
    if (area === 'dashboard' && (await servePanel(exchange, bundle, rest, deps))) return;
    if (area === 'graphics' && (await serveGraphic(exchange, bundle, { rest, address }, deps))) return;
    await serveFile(exchange, bundle, address, deps);
  };
}

/** Addressed by its file, or by the panel's name. False: not a panel. */
async function servePanel(
  exchange: Exchange,
  bundle: LoadedBundle,
  rest: string[],
  { settings }: BundleFilesDeps,
): Promise<boolean> {
  const file = rest.join('/');
  const panel = bundle.manifest.panels.find((candidate) => candidate.file === file);
  const standalone = exchange.query.get('standalone') === 'true';
  if (panel) {
    const injection = panelInjection(bundle, panel, { standalone, settings });
    return serveInjected(exchange, { bundle, segments: ['dashboard', ...rest] }, injection);
  }
  const named = bundle.manifest.panels.find((candidate) => candidate.name === file);
  if (!named || (await isServed(bundle, ['dashboard', ...rest]))) return false;
  redirect(exchange, named.url);
  return true;
}

/** Addressed by its file, with or without `.html`. False: not a graphic. */
async function serveGraphic(
  exchange: Exchange,
  bundle: LoadedBundle,
  { rest, address }: { rest: string[]; address: BundleAddress },
  { settings }: BundleFilesDeps,
): Promise<boolean> {
  if (rest.length === 0 && !address.endsWithSlash) {
    redirect(exchange, `${exchange.path}/`);
    return true;
  }
  const segments = rest.length === 0 ? ['index.html'] : rest;
  const file = segments.join('/');
  const graphic = bundle.manifest.graphics.find((candidate) => candidate.file === file);
  const preview = isAsked(exchange.query, 'preview');
  if (graphic)
    return serveInjected(
      exchange,
      { bundle, segments: ['graphics', ...segments] },
      graphicInjection(bundle, graphic, { preview, settings }),
    );
  const named = bundle.manifest.graphics.find((candidate) => candidate.file === `${file}.html`);
  if (!named || (await isServed(bundle, ['graphics', ...segments]))) return false;
  redirect(exchange, named.url);
  return true;
}

async function serveInjected(
  exchange: Exchange,
  { bundle, segments }: { bundle: LoadedBundle; segments: string[] },
  injection: Injection,
): Promise<boolean> {
  const file = await resolveInside(bundle.dir, segments, [bundle.dir]);
  if (file?.kind !== 'file') return false;
  // An editor may be replacing it in this very moment: then it isn't there.
  const page = await readFile(file.real).catch(() => undefined);
  if (!page) return false;
  respondPage(exchange, 200, injectScripts(page, injection));
  return true;
}

async function isServed(bundle: LoadedBundle, segments: string[]): Promise<boolean> {
  return (await resolveInside(bundle.dir, segments, [bundle.dir])) !== undefined;
}

async function serveFile(exchange: Exchange, bundle: LoadedBundle, address: BundleAddress, deps: BundleFilesDeps): Promise<void> {
  for (const { folder, segments, allowed } of servedFolders(bundle, address.segments, deps.bundlesDir)) {
    const found = await resolveInside(folder, segments, allowed);
    if (found?.kind === 'file' && !address.endsWithSlash)
      return wantsRewriting(bundle, found.real) ? serveRewritten(exchange, bundle, found.real) : sendFile(exchange, found.real);
    if (found?.kind !== 'folder') continue;
    const index = await resolveInside(folder, [...segments, 'index.html'], allowed);
    if (index?.kind !== 'file') continue;
    // Without the slash the page's relative addresses would be wrong.
    return address.endsWithSlash ? sendFile(exchange, index.real) : redirect(exchange, `${exchange.path}/`);
  }
  await respondMissing(exchange, deps);
}

async function respondMissing(exchange: Exchange, { elsewhere }: BundleFilesDeps): Promise<void> {
  if (await elsewhere?.(exchange)) return;
  if (isGraphicPath(exchange.path) && wantsPage(exchange)) respondMissingGraphic(exchange);
  else respondNotFound(exchange);
}

function servedFolders(bundle: LoadedBundle, segments: string[], bundlesDir: string): Served[] {
  const { dir, manifest } = bundle;
  const [area = '', ...rest] = segments;
  const own: Served[] = ['dashboard', 'graphics', 'shared'].includes(area)
    ? [{ folder: path.join(dir, area), segments: rest, allowed: [dir] }]
    : [];
  const packages: Served[] = ['node_modules', 'bower_components'].includes(area)
    ? [{ folder: path.join(dir, area), segments: rest, allowed: [dir, bundlesDir] }]
    : [];
  const mounts = manifest.mounts.flatMap(({ directory, endpoint }) => {
    const prefix = endpoint.split('/').filter((part) => part !== '');
    const fits = prefix.every((part, index) => segments[index] === part);
    return fits ? [{ folder: path.join(dir, directory), segments: segments.slice(prefix.length), allowed: [dir] }] : [];
  });
  return [...own, ...packages, ...mounts].filter(({ segments: below }) => isPublic(below, area));
}

/** Hidden files are not pages; packages keep some in their folders. */
function isPublic(segments: readonly string[], area: string): boolean {
  return area === 'node_modules' || !segments.some((segment) => segment.startsWith('.'));
}

/** `?preview` and `?preview=true`, not `?preview=false`. */
function isAsked(query: URLSearchParams, name: string): boolean {
  return query.has(name) && query.get(name) !== 'false';
}
