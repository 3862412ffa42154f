/**
 * The page of this server that a link leads to, or undefined. Whatever a browser would take for another site's address isn't one:
 * `//site`, `/\site`, with tabs and line breaks between, or a whole address.
 */
export function ownPath(given: string | null | undefined): string | undefined {
  // A control character would be dropped on the way, and what is left may read differently.

  if (!given || given.length > 2_000 || !given.startsWith('/') || /[\\\u0000-\u0020\u007f]/.test(given)) return undefined;
  const base = 'http://own.invalid';
  if (!URL.canParse(given, base)) return undefined;
  const { origin, pathname, search, hash } = new URL(given, base);
  return origin === base && !pathname.startsWith('//') ? pathname + search + hash : undefined;
}
