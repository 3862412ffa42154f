import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Says whether an address is Next's own: a page, an API route, its files. What isn't may be a bundle's. */
export type IsNextPath = (path: string) => boolean;

/** A page's address, one pattern per segment; undefined matches any segment. `below`: and everything under it. */
type Pattern = { segments: (string | undefined)[]; below: boolean };

/** What Next answers without a file of ours, or will. */
const built: Pattern[] = [
  { segments: ['_next'], below: true },
  // Announced: a bundle that took one of these would lose it later.
  { segments: ['api', 'v1'], below: true },
  { segments: ['api', 'graphql'], below: true },
  { segments: ['api', 'auth'], below: true },
  // Redirected by next.config.mjs.
  { segments: ['dashboard'], below: false },
];
const routeFile = /^(page|route)\.[jt]sx?$/;
/** Files beside a page by which Next makes further addresses. */
const metadataFile = /^(favicon|icon\d?|apple-icon\d?|opengraph-image\d?|twitter-image\d?|sitemap|robots|manifest)\.(\w+)$/;

/** Reads from the source which addresses Next answers, so that a new page needs nobody to remember this place. */
export async function findNextPaths(projectDir: string): Promise<IsNextPath> {
  const patterns = [
    ...built,
    ...(await pagesIn(path.join(projectDir, 'app'), [])),
    ...(await filesIn(path.join(projectDir, 'public'), [])),
  ];
  return (address) => {
    const segments = address.split('/').filter((part) => part !== '');
    // In development it has several of these.
    return segments[0]?.startsWith('__next') === true || patterns.some((pattern) => matches(pattern, segments));
  };
}

function matches({ segments, below }: Pattern, asked: readonly string[]): boolean {
  if (below ? asked.length < segments.length : asked.length !== segments.length) return false;
  return segments.every((segment, index) => segment === undefined || segment === asked[index]);
}

async function pagesIn(folder: string, segments: Pattern['segments']): Promise<Pattern[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const own = entries.flatMap(({ name }) => patternOf(name, segments));
  const below = await Promise.all(
    entries.map(async (entry): Promise<Pattern[]> => {
      if (!entry.isDirectory() || entry.name.startsWith('_')) return [];
      if (/^\[\[?\.\.\./.test(entry.name)) return [{ segments, below: true }];
      return pagesIn(path.join(folder, entry.name), [...segments, ...segmentOf(entry.name)]);
    }),
  );
  return [...own, ...below.flat()];
}

function patternOf(file: string, segments: Pattern['segments']): Pattern[] {
  if (routeFile.test(file)) return [{ segments, below: false }];
  const [, name, extension] = metadataFile.exec(file) ?? [];
  if (name === undefined) return [];
  const isCode = /^[jt]sx?$/.test(extension ?? '');
  const isText = ['sitemap', 'robots', 'manifest'].includes(name);
  const address = isCode ? (isText ? textAddress[name as keyof typeof textAddress] : name) : `${name}.${extension}`;
  return [{ segments: [...segments, address], below: isCode && !isText }];
}

const textAddress = { sitemap: 'sitemap.xml', robots: 'robots.txt', manifest: 'manifest.webmanifest' };

/** Groups and slots are no part of an address; a parameter is any segment. */
function segmentOf(folder: string): Pattern['segments'] {
  if (/^(\(.*\)|@.*)$/.test(folder)) return [];
  return [/^\[.+\]$/.test(folder) ? undefined : folder];
}

async function filesIn(folder: string, segments: string[]): Promise<Pattern[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries.map(async (entry): Promise<Pattern[]> => {
    const here = [...segments, entry.name];
    return entry.isDirectory() ? filesIn(path.join(folder, entry.name), here) : [{ segments: here, below: false }];
  });
  return (await Promise.all(found)).flat();
}
