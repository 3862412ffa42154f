import { createHash } from 'node:crypto';

/*
 * A graphics key that came in an address lives in cookies from then on. A browser sends a cookie to the addresses below its path only, so
 * there is one for each of what a graphic needs: its page, its bundle's files, uploads and sounds, packages, and its socket.
 */

/** The same name below several paths: a browser sends the one with the longest path first, and that one counts. */
export const keyCookie = 'nodecg-next.key';
/** Where NodeCG's pages keep theirs. */
export const nodecgKeyCookie = 'socketToken';

/** All sockets go to one address, so each graphic's cookie for it has a name of its own. */
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
  return [
    cookieLine(keyCookie, key, url, scope),
    cookieLine(keyCookie, key, `/bundles/${below}`, scope),
    cookieLine(keyCookie, key, `/assets/${below}`, scope),
    cookieLine(keyCookie, key, `/sound/${below}`, scope),
    cookieLine(keyCookie, key, '/node_modules', scope),
    cookieLine(socketKeyCookie(url), key, '/socket.io', scope),
  ];
}

function cookieLine(name: string, value: string, path: string, { isSecure, isInForeignFrame }: KeyCookieScope): string {
  // A frame on another site gets no other cookie, and that one only over TLS.
  const site = isSecure && isInForeignFrame ? 'SameSite=None; Partitioned' : 'SameSite=Lax';
  return `${name}=${value}; Path=${path}; HttpOnly; ${site}${isSecure ? '; Secure' : ''}`;
}
