import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { init, parse } from 'es-module-lexer';
import * as resolveExports from 'resolve.exports';
import type { LoadedBundle } from '#services/bundle/types';
import { keepRecent } from '../gateway/keep-recent.ts';
import { resolveInside } from './resolve-inside.ts';
import { respondScript, type Exchange } from './respond.ts';
import { sendFile } from './send-file.ts';

/** Longer scripts are built ones: their imports are resolved, and reading them would hold up everything else. */
const longestScript = 512 * 1024;

/** Rewritten scripts by file and what it was when it was read. */
const rewritten = keepRecent<string, string>(16 * 1024 * 1024);

/** True for a script of a bundle that asks for `nodecg.transformBareModuleSpecifiers`. */
export function wantsRewriting({ manifest }: LoadedBundle, file: string): boolean {
  return manifest.transformBareModuleSpecifiers && /\.m?js$/.test(file);
}

/** Sends a script whose imports of packages (`import 'lit'`) name the files in the bundle's `node_modules`, as browsers want it. */
export async function serveRewritten(exchange: Exchange, bundle: LoadedBundle, file: string): Promise<void> {
  const facts = await stat(file).catch(() => undefined);
  if (!facts || facts.size > longestScript) return sendFile(exchange, file);
  const version = `${facts.mtimeMs.toString(36)}-${facts.size.toString(36)}`;
  const key = `${bundle.name}\n${version}\n${file}`;
  let script = rewritten.get(key);
  if (script === undefined) {
    script = await rewriteImports(await readFile(file, 'utf8'), (specifier) => findPackageFile(specifier, file, bundle));
    rewritten.set(key, script, script.length);
  }
  respondScript(exchange, script, { etag: `W/"bare-${version}"`, name: key });
}

/** Replaces every bare specifier for which `find` knows an address. What isn't a module stays as it is. */
export async function rewriteImports(script: string, find: (specifier: string) => Promise<string | undefined>): Promise<string> {
  await init();
  const imports = parseImports(script).filter(({ specifier }) => specifier !== undefined && isBare(specifier));
  const addresses = await Promise.all(imports.map(({ specifier }) => find(specifier ?? '')));
  let from = 0;
  let result = '';
  for (const [index, { start, end, isQuoted }] of imports.entries()) {
    const address = addresses[index];
    if (address === undefined) continue;
    result += script.slice(from, start) + (isQuoted ? JSON.stringify(address) : address);
    from = end;
  }
  return result + script.slice(from);
}

type Import = { specifier: string | undefined; start: number; end: number; isQuoted: boolean };

function parseImports(script: string): Import[] {
  try {
    return parse(script)[0].map((found) => ({
      specifier: found.specifier ?? undefined,
      start: found.start,
      end: found.end,
      // The place of `import('x')` includes the quotes.
      isQuoted: found.type === 'dynamic',
    }));
  } catch {
    return [];
  }
}

/** `lit`, `@scope/pack/file.js`; not `./a.js`, `/a.js`, `https://…`, `data:…`, `#private`. */
function isBare(specifier: string): boolean {
  return /^(@[\w.-]+\/)?[\w][\w.-]*(\/|$)/.test(specifier);
}

/** Looks from the importing file upwards, to the bundle's folder and no further. */
async function findPackageFile(specifier: string, importer: string, bundle: LoadedBundle): Promise<string | undefined> {
  const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)\/?(.*)$/.exec(specifier) ?? [];
  for (let dir = path.dirname(importer); isWithin(bundle.dir, dir); dir = path.dirname(dir)) {
    const folder = path.join(dir, 'node_modules', name);
    const manifest = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => undefined);
    if (manifest === undefined) continue;
    for (const file of candidates(manifest, rest)) {
      const found = await resolveInside(folder, file.split('/'), [bundle.dir]);
      if (found?.kind === 'file') return addressOf(path.join(folder, file), bundle);
    }
  }
  return undefined;
}

function isWithin(folder: string, dir: string): boolean {
  return dir === folder || dir.startsWith(folder + path.sep);
}

function addressOf(file: string, { dir, name }: LoadedBundle): string {
  const segments = path.relative(dir, file).split(path.sep);
  return `/bundles/${[name, ...segments].map(encodeURIComponent).join('/')}`.replaceAll('%40', '@');
}

/** Files of a package that an import may mean, the likeliest first. */
function candidates(manifestText: string, rest: string): string[] {
  const manifest = readManifest(manifestText);
  const exported = exportsOf(manifest, rest);
  if (exported) return exported;
  if (rest !== '') return [rest, `${rest}.js`, `${rest}.mjs`, `${rest}/index.js`];
  const mains = [manifest.module, manifest['jsnext:main'], manifest.main].filter((main) => typeof main === 'string');
  return [...mains.flatMap((main) => [main, `${main}.js`, `${main}/index.js`]), 'index.js'];
}

type Manifest = Record<string, unknown>;

function readManifest(text: string): Manifest {
  try {
    const manifest: unknown = JSON.parse(text);
    return typeof manifest === 'object' && manifest !== null ? (manifest as Manifest) : {};
  } catch {
    return {};
  }
}

/** Undefined: the package has no `exports`. Empty: it doesn't export this. */
function exportsOf(manifest: Manifest, rest: string): string[] | undefined {
  if (manifest.exports === undefined) return undefined;
  try {
    return resolveExports.exports(manifest, rest === '' ? '.' : `./${rest}`, { browser: true }) ?? [];
  } catch {
    return [];
  }
}
