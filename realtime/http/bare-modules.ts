import { createHash } from 'node:crypto';
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

/** Packages that are looked for at the same time: the disk is everybody's. */
const lookupsAtOnce = 16;

type Rewritten = { source: Source; addresses: Addresses; script: string; etag: string };

/** By file and what it was when it was read. */
const rewritten = keepRecent<string, Rewritten>(16 * 1024 * 1024);

/** True for a script of a bundle that asks for `nodecg.transformBareModuleSpecifiers`. */
export function wantsRewriting({ manifest }: LoadedBundle, file: string): boolean {
  return manifest.transformBareModuleSpecifiers && /\.m?js$/.test(file);
}

/** Sends a script whose imports of packages (`import 'lit'`) name the files in the bundle's `node_modules`, as browsers want it. */
export async function serveRewritten(exchange: Exchange, bundle: LoadedBundle, file: string): Promise<void> {
  const facts = await stat(file).catch(() => undefined);
  if (!facts || facts.size > longestScript) return sendFile(exchange, file);
  const key = `${bundle.name}\n${facts.mtimeMs}-${facts.size}\n${file}`;
  const { script, etag } = await rewriteOnce(key, file, bundle);
  respondScript(exchange, script, { etag, name: `${key}\n${etag}` });
}

/** The packages are looked for each time: `npm install` adds and moves them without touching the script. */
async function rewriteOnce(key: string, file: string, bundle: LoadedBundle): Promise<Rewritten> {
  const kept = rewritten.get(key);
  const source = kept?.source ?? (await readImports(await readFile(file, 'utf8')));
  const addresses = await findAddresses(source.specifiers, (specifier) => findPackageFile(specifier, file, bundle));
  if (kept && source.specifiers.every((specifier) => kept.addresses.get(specifier) === addresses.get(specifier))) return kept;
  const script = rewriteImports(source, addresses);
  const hash = createHash('sha1').update(script).digest('base64url');
  const made = { source, addresses, script, etag: `W/"bare-${hash}"` };
  rewritten.set(key, made, source.text.length + script.length);
  return made;
}

/** What bare specifiers stand for; those of packages that aren't there are missing. */
type Addresses = ReadonlyMap<string, string>;

async function findAddresses(
  specifiers: readonly string[],
  find: (specifier: string) => Promise<string | undefined>,
): Promise<Addresses> {
  const addresses = new Map<string, string>();
  for (let from = 0; from < specifiers.length; from += lookupsAtOnce) {
    const some = specifiers.slice(from, from + lookupsAtOnce);
    const found = await Promise.all(some.map(find));
    for (const [index, specifier] of some.entries()) {
      const address = found[index];
      if (address !== undefined) addresses.set(specifier, address);
    }
  }
  return addresses;
}

type BareImport = { specifier: string; start: number; end: number; isQuoted: boolean };

/** A script and where it names packages; `specifiers` are theirs, each once. */
export type Source = { text: string; imports: BareImport[]; specifiers: string[] };

/** What isn't a module has no imports. */
export async function readImports(text: string): Promise<Source> {
  await init();
  const imports = parseImports(text).flatMap(({ specifier, type, start, end }): BareImport[] => {
    if (!specifier || !isBare(specifier)) return [];
    // The place of `import('x')` includes the quotes.
    return [{ specifier, start, end, isQuoted: type === 'dynamic' }];
  });
  return { text, imports, specifiers: [...new Set(imports.map(({ specifier }) => specifier))] };
}

function parseImports(text: string): ReturnType<typeof parse>[0] {
  try {
    return parse(text)[0];
  } catch {
    return [];
  }
}

/** Replaces every bare specifier that has an address. */
export function rewriteImports({ text, imports }: Source, addresses: Addresses): string {
  let from = 0;
  let result = '';
  for (const { specifier, start, end, isQuoted } of imports) {
    const address = addresses.get(specifier);
    if (address === undefined) continue;
    result += text.slice(from, start) + (isQuoted ? JSON.stringify(address) : address);
    from = end;
  }
  return result + text.slice(from);
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
