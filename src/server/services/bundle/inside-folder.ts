import { posix } from 'node:path';

/** A relative path in its shortest form with `/`, or undefined if it is absolute or leads out of its folder. */
export function insideFolder(path: string): string | undefined {
  const normal = posix.normalize(path.replaceAll('\\', '/')).replace(/\/$/, '');
  return posix.isAbsolute(normal) || normal === '..' || normal.startsWith('../') || normal.includes('\0') ? undefined : normal;
}

/** A path as browsers report it in `location.pathname`. */
export function urlPath(path: string): string {
  const escaped = path.replaceAll('%', '%25').replaceAll('?', '%3F').replaceAll('#', '%23');
  return new URL(escaped, 'http://localhost').pathname;
}
