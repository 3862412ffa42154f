import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ExtensionFault } from './pipe-protocol.ts';

const maxMessageLength = 2_000;

/** Where a fault may be: a bundle's folder, and the folder that holds everything. */
export type FaultPlaces = { dir: string; root: string };

/** Says what was thrown and where in the bundle, in words that may leave this machine: no absolute path, no stack. */
export function describeFault(thrown: unknown, places: FaultPlaces): ExtensionFault {
  const dir = realPath(places.dir);
  const at = placeIn(stackOf(thrown), [dir, places.dir]);
  return { message: publicMessage(messageOf(thrown), [dir, places.dir, realPath(places.root), places.root]), ...at };
}

/** The bundle whose code the stack passes through first. */
export function bundleInStack<B extends { dir: string }>(thrown: unknown, bundles: readonly B[]): B | undefined {
  const lines = stackOf(thrown).split('\n');
  for (const line of lines) {
    const bundle = bundles.find(({ dir }) => placeIn(line, [realPath(dir), dir]));
    if (bundle) return bundle;
  }
  return undefined;
}

/** Everything that helps the author, for the log of this machine. */
export function detailsOf(thrown: unknown): string {
  return stackOf(thrown) || messageOf(thrown);
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error && typeof thrown.stack === 'string' ? decodeFileUrls(thrown.stack) : '';
}

function decodeFileUrls(stack: string): string {
  return stack.replace(/file:\/\/\/[^\s)]+?(?=:\d+|[\s)]|$)/g, (url) => {
    try {
      return fileURLToPath(url);
    } catch {
      return url;
    }
  });
}

function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `threw ${typeof thrown === 'string' ? JSON.stringify(thrown) : String(thrown)}`;
  return thrown.name === 'Error' ? thrown.message : `${thrown.name}: ${thrown.message}`;
}

function placeIn(stack: string, dirs: readonly string[]): { file: string; line: number } | undefined {
  const places = stack.split('\n').flatMap((text) => {
    const dir = dirs.find((candidate) => text.includes(candidate));
    if (dir === undefined) return [];
    const match = /^[/\\]+(.+?):(\d+)/.exec(text.slice(text.indexOf(dir) + dir.length));
    return match?.[1] && match[2] ? [{ file: match[1].replaceAll('\\', '/'), line: Number(match[2]) }] : [];
  });
  return places.find(({ file }) => !file.includes('node_modules/')) ?? places[0];
}

/** Without the absolute paths of this machine: those into `dirs` become relative, others are cut. */
export function publicMessage(message: string, dirs: readonly string[]): string {
  const [withoutRequireStack = message] = message.split('\nRequire stack:');
  const relative = dirs.reduce(
    (text, dir) => text.replaceAll(`file://${dir}/`, '').replaceAll(`${dir}/`, '').replaceAll(`${dir}\\`, ''),
    withoutRequireStack,
  );
  const folders = dirs.filter((dir) => dir.length > 1).reduce((text, dir) => text.replaceAll(dir, '…'), relative);
  return folders
    .replace(/(?<![\w:/.\\])(?:file:\/\/)?(?:[A-Za-z]:)?(?:[/\\][\w.@ +-]+){2,}[/\\]/g, '…/')
    .slice(0, maxMessageLength);
}

function realPath(dir: string): string {
  try {
    return realpathSync(dir);
  } catch {
    return dir;
  }
}
