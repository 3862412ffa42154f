import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, sep } from 'node:path';

/**
 * What an extension is made from: `hash` changes when one of its files does. Paths are absolute. `asksFor`: names whose extension it
 * reads from `nodecg.extensions`, as far as its code spells them out; not all of them need be bundles.
 */
export type ExtensionFiles = { hash: string; files: ReadonlySet<string>; asksFor: ReadonlySet<string> };

const codeSuffixes = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts', '.json', '.node', '.wasm'];
const scannedSuffixes = new Set(['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts']);
const imports = /(?:\brequire\s*\(\s*|\bfrom\s*|\bimport\s*\(?\s*)(["'`])(\.{1,2}(?:\/[^"'`\n]*)?)\1/g;
const indexed = /\bextensions?\s*(?:!|\?\.)?\s*\[\s*(["'`])([^"'`\n]+)\1\s*\]/g;
const members = /\bextensions?\s*[!?]?\.\s*([A-Za-z_$][\w$]*)/g;
const destructurings = /\{([^{}]*)\}\s*=\s*[\w$.]+\.extensions?\b/g;
const maxFiles = 2_000;
const maxFileBytes = 8 * 1024 * 1024;

/**
 * The entry, every file that it reaches by a relative `require` or `import`, and all code in the folder `extension/`. Data files don't
 * count: an extension that writes one into its own folder must not restart itself for ever.
 */
export async function findExtensionFiles(dir: string, entry: string): Promise<ExtensionFiles> {
  const seen = new Map<string, string>();
  const asksFor = new Set<string>();
  const queue = [entry, ...(basename(dirname(entry)) === 'extension' ? await codeIn(join(dir, 'extension'), 0) : [])];
  for (let file = queue.shift(); file !== undefined && seen.size < maxFiles; file = queue.shift()) {
    const path = await realpath(file).catch(() => undefined);
    if (path === undefined || seen.has(path)) continue;
    const content = await readContent(path);
    seen.set(path, createHash('sha1').update(content).digest('hex'));
    if (!scannedSuffixes.has(extname(path))) continue;
    const code = content.toString('utf8');
    queue.push(...(await findImports(path, code)));
    for (const name of findAskedFor(code)) asksFor.add(name);
  }
  const lines = [...seen].map(([path, sum]) => `${path} ${sum}`).sort();
  return { hash: createHash('sha1').update(lines.join('\n')).digest('hex'), files: new Set(seen.keys()), asksFor };
}

async function codeIn(folder: string, depth: number): Promise<string[]> {
  if (depth > 8) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return codeIn(path, depth + 1);
      return scannedSuffixes.has(extname(entry.name)) && !entry.name.endsWith('.d.ts') ? [path] : [];
    });
  return (await Promise.all(found)).flat();
}

async function readContent(path: string): Promise<Buffer> {
  const stats = await stat(path).catch(() => undefined);
  // Reading a pipe or a device might never end.
  if (!stats?.isFile()) return Buffer.alloc(0);
  return stats.size > maxFileBytes ? Buffer.from(`${stats.size} bytes`) : readFile(path).catch(() => Buffer.alloc(0));
}

function findAskedFor(code: string): string[] {
  const read = [...code.matchAll(indexed), ...code.matchAll(members)].flatMap((match) => match.at(-1) ?? []);
  const taken = [...code.matchAll(destructurings)].flatMap(([, names]) => (names ?? '').split(','));
  return [...read, ...taken.map((part) => (part.split(':')[0] ?? '').trim().replace(/^(["'])(.*)\1$/, '$2'))];
}

async function findImports(file: string, code: string): Promise<string[]> {
  const targets = new Set([...code.matchAll(imports)].map((match) => match[2] as string));
  const found = await Promise.all([...targets].map((target) => resolveImport(join(dirname(file), target))));
  return found.filter((path) => path !== undefined && !path.includes(`${sep}node_modules${sep}`)) as string[];
}

async function resolveImport(path: string): Promise<string | undefined> {
  const asTypeScript = path.replace(/\.([cm]?)js$/, '.$1ts');
  const candidates = [
    path,
    asTypeScript,
    ...codeSuffixes.map((suffix) => path + suffix),
    ...codeSuffixes.map((suffix) => join(path, `index${suffix}`)),
  ];
  for (const candidate of new Set(candidates)) {
    if ((await stat(candidate).catch(() => undefined))?.isFile()) return candidate;
  }
  return undefined;
}
