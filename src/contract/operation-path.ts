import { limits } from './limits.ts';

/** The segments of a path, root first; empty for `/`. Undefined: not a path, too long or too deep. */
export function parsePath(path: unknown): string[] | undefined {
  if (typeof path !== 'string' || !path.startsWith('/') || path.length > limits.pathLength) return undefined;
  if (path === '/') return [];
  const segments = path.slice(1).split('/');
  if (segments.length > limits.pathDepth) return undefined;
  return path.includes('~1') ? segments.map((segment) => segment.replaceAll('~1', '/')) : segments;
}

/** The path of these segments: the reverse of {@link parsePath} wherever {@link isAddressable} is true. */
export function joinPath(segments: readonly string[]): string {
  return `/${segments.map((segment) => segment.replaceAll('/', '~1')).join('/')}`;
}

/**
 * False for the few places that NodeCG's paths can't name: a lone empty key, and keys that contain `~1` (`~` isn't escaped).
 * A client that changes something there overwrites the container above instead.
 */
export function isAddressable(segments: readonly string[]): boolean {
  return !(segments.length === 1 && segments[0] === '') && !segments.some((segment) => segment.includes('~1'));
}
