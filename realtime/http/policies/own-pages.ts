import { createHash, randomBytes } from 'node:crypto';

/** What of a page's surroundings its policy depends on. */
export type PageSurroundings = {
  /** The page's own host, as the browser calls it: some browsers don't take `'self'` for its sockets. */
  host: string;
  protocol: 'http' | 'https';
  /** A gateway on another origin. */
  realtimeUrl?: string | undefined;
  /** Development: React needs `eval` for its error traces. */
  dev?: boolean;
  /** It stands in the place of a graphic, which wrapper pages of other sites show. */
  framedByAnybody?: boolean;
};

/** New for each page: whoever can guess it may run scripts in the dashboard. */
export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/**
 * The policy of our own pages, strict: only scripts that this very answer names run (`script` is a nonce or hashes), and what they load;
 * no `eval`. Bundles' pages are framed, so frames are of our own origin, and only that may frame us. Styles may be inline: React's
 * `style` attributes can't carry a nonce, and a style runs nothing.
 */
export function ownPagePolicy(script: readonly string[], surroundings: PageSurroundings): string {
  const { host, protocol, realtimeUrl, dev = false, framedByAnybody = false } = surroundings;
  const sockets = `${protocol === 'https' ? 'wss' : 'ws'}://${host}`;
  const gateway =
    realtimeUrl === undefined ? [] : [new URL(realtimeUrl).origin, new URL(realtimeUrl).origin.replace(/^http/, 'ws')];
  const isPlainHost = /^[\w.:[\]-]+$/.test(host);
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...script, ...(dev ? ["'unsafe-eval'"] : [])].join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' data: blob:",
    `connect-src ${["'self'", ...(isPlainHost ? [sockets] : []), ...gateway].join(' ')}`,
    "frame-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    ...(framedByAnybody ? [] : ["frame-ancestors 'self'"]),
  ].join('; ');
}

/** For pages that Next makes: it gives the nonce to each of its scripts, and those may load others. */
export function nonceSources(nonce: string): string[] {
  return [`'nonce-${nonce}'`, "'strict-dynamic'"];
}

/** For pages that the front door makes itself: exactly their inline scripts, and files of ours. */
export function hashSources(page: string): string[] {
  const scripts = page.matchAll(/<script(?:\s[^>]*)?>([\s\S]*?)<\/script>/gi);
  const inline = [...scripts].map(([, text = '']) => text).filter((text) => text !== '');
  return inline.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
}
