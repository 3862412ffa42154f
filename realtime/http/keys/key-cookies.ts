import { createHash } from 'node:crypto';

/*
 * A graphics key that came in an address lives in cookies from then on. A browser sends a cookie to the addresses below its path only, so
 * there is one for each of what a graphic needs: its page, its bundle's files, uploads and sounds, packages, and its socket.
 */

/** Of the graphic's own page: no other graphic's key comes along there under this name. */
export const keyCookie = 'nodecg-next.key';
/** Where NodeCG's pages keep theirs. */
const nodecgKeyCookie = 'socketToken';

/**
 * What several graphics of one browser share (their bundle's files, sockets): each graphic's cookie for it has a name of its own, so that no
 * key takes another's place, and what ends one leaves the other.
 */
export function socketKeyCookie(graphicUrl: string): string {
  return `${keyCookie}.${createHash('sha256').update(graphicUrl).digest('hex').slice(0, 12)}`;
}

/** As keys are, and nothing that could end a cookie. */
export function isKeyText(text: string | null | undefined): text is string {
  return typeof text === 'string' && /^[\w.~+/=-]{1,256}$/.test(text);
}

export type KeyCookieScope = { isSecure: boolean; isInForeignFrame: boolean };

/**
 * The `Set-Cookie` lines that open one graphic and what it needs. They end with the browser's session; an OBS keeps its own until it is
 * closed, and opens the address with the key again. `bundle` and `url` are as in addresses.
 */
export function keyCookies(key: string, { bundle, url }: { bundle: string; url: string }, scope: KeyCookieScope): string[] {
  const below = encodeURIComponent(bundle);
  const own = socketKeyCookie(url);
  return [
    cookieLine(keyCookie, key, url, scope),
    ...[`/bundles/${below}`, `/assets/${below}`, `/sound/${below}`, '/node_modules', '/socket.io'].map((path) =>
      cookieLine(own, key, path, scope),
    ),
  ];
}

function cookieLine(name: string, value: string, path: string, { isSecure, isInForeignFrame }: KeyCookieScope): string {
  // A frame on another site gets no other cookie, and that one only over TLS.
  const site = isSecure && isInForeignFrame ? 'SameSite=None; Partitioned' : 'SameSite=Lax';
  return `${name}=${value}; Path=${path}; HttpOnly; ${site}${isSecure ? '; Secure' : ''}`;
}

/** Keys of one request that are tried; more cookies than a show's graphics of one bundle would be somebody's guesses. */
const mostKeys = 16;

/** The keys that a request's cookies hold: the graphic's own page's first, then those for what several share, then NodeCG's. */
export function keysIn(cookies: ReadonlyMap<string, string>): string[] {
  const shared = [...cookies].filter(([name]) => name.startsWith(`${keyCookie}.`)).map(([, value]) => value);
  const all = [cookies.get(keyCookie), ...shared, cookies.get(nodecgKeyCookie)].filter(isKeyText);
  return [...new Set(all)].slice(0, mostKeys);
}
