import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import os from 'node:os';
import type { AuthMode } from '#contract/identity';
import { isLoopback } from '#server/config/is-loopback';
import { createClientOf, type ClientOf } from './client-of.ts';

export type Access = {
  /** Undefined: welcome. Else why not, for the person in front of the browser. */
  refuseHost(request: IncomingMessage): string | undefined;
  /** Undefined: welcome. Without an Origin it is a program, or another site's image or link, which browsers tell by `Sec-Fetch-Site`. */
  refuseOrigin(request: IncomingMessage): string | undefined;
  /** For what bundles answer, whose GET may be a command. Undefined: welcome, as programs and people who follow a link are. */
  refuseOtherSite(request: IncomingMessage): string | undefined;
  /** The request's origin, if it is one of the others that may call us. */
  otherOrigin(request: IncomingMessage): string | undefined;
  /** Where a request comes from. */
  clientOf: ClientOf;
};

export type AccessOptions = {
  mode?: AuthMode;
  /** Where the server listens. */
  host?: string;
  /** Addresses of this server that were configured: NEXTAUTH_URL, REALTIME_URL. */
  ownUrls?: readonly string[];
  clientOf?: ClientOf;
};

/**
 * Who may call this server at all. The Host check keeps a foreign site from reaching us under its own name (DNS rebinding), the Origin
 * check keeps its pages from calling us under ours.
 *
 * While nobody has to sign in only this computer's own names and those of ALLOWED_ORIGINS count. With sign-in a server that listens to
 * others answers to what nobody else can own in public DNS: IP addresses, this machine's name, local names; and to what was configured.
 */
export function createAccess(allowedOrigins: readonly string[], options: AccessOptions = {}): Access {
  const { mode = 'open', host: listensOn = '127.0.0.1', ownUrls = [], clientOf = createClientOf([]) } = options;
  const origins = new Set(allowedOrigins);
  const hosts = new Set([...allowedOrigins, ...ownUrls].map((url) => new URL(url).host));
  const takesLocalNames = mode === 'login' && !isLoopback(listensOn);
  // A proxy on this machine may forward a name, but whoever asks nobody for a password looks at what really came.
  const hostOf = (request: IncomingMessage): string => (mode === 'open' ? (request.headers.host ?? '') : clientOf(request).host);

  return {
    clientOf,
    refuseHost(request) {
      const { headers } = request;
      if (hosts.has(hostOf(request))) return undefined;
      const name = hostnameOf(hostOf(request));
      if (isLoopback(name) || (takesLocalNames && isLocalName(name, listensOn))) return undefined;
      const names = takesLocalNames
        ? "its IP addresses, this machine's name, and what is configured"
        : "this computer's own names only (http://127.0.0.1 or http://localhost)";
      return `This server answers to ${names}, not to "${show(headers.host)}". To serve it under another name ${mode === 'open' ? 'add its origin to ALLOWED_ORIGINS' : 'set NEXTAUTH_URL to its address, or add its origin to ALLOWED_ORIGINS'}.`;
    },
    refuseOrigin(request) {
      const { origin, host, 'sec-fetch-site': site } = request.headers;
      if (origin === undefined && site !== 'cross-site' && site !== 'same-site') return undefined;
      if (origin === undefined)
        return 'Pages of other sites may not call this server. To allow them add their origin to ALLOWED_ORIGINS.';
      if (origins.has(origin) || isOwn(origin, [host, hostOf(request)], clientOf(request).protocol)) return undefined;
      return `Pages of "${show(origin)}" may not call this server. To allow them add that origin to ALLOWED_ORIGINS.`;
    },
    refuseOtherSite({ headers: { origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } }) {
      if ((site !== 'cross-site' && site !== 'same-site') || mode === 'navigate') return undefined;
      if (origin !== undefined && origins.has(origin)) return undefined;
      return "Pages of other sites may open this server's pages, but not call what bundles answer. To allow them add their origin to ALLOWED_ORIGINS.";
    },
    otherOrigin: ({ headers: { origin } }) => (origin !== undefined && origins.has(origin) ? origin : undefined),
  };
}

/** A page that came without TLS may be anybody's on the way, so it isn't a page of ours where we have TLS. */
function isOwn(origin: string, hosts: readonly (string | undefined)[], protocol: 'http' | 'https'): boolean {
  if (!URL.canParse(origin)) return false;
  const { host, protocol: theirs } = new URL(origin);
  return hosts.includes(host) && !(protocol === 'https' && theirs !== 'https:');
}

/** Names that lead to us only because the network or the machine says so: nobody can register them in public DNS. */
function isLocalName(name: string, listensOn: string): boolean {
  if (name === '') return false;
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0 || name === listensOn.toLowerCase()) return true;
  if (name === os.hostname().toLowerCase()) return true;
  return !name.includes('.') || /\.(local|lan|internal|home\.arpa)$/.test(name);
}

/** Empty for what isn't plainly a name with or without a port. */
function hostnameOf(host: string): string {
  return /^(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(host) && URL.canParse(`http://${host}`)
    ? new URL(`http://${host}`).hostname
    : '';
}

function show(text: string | undefined): string {
  return (text ?? '').replace(/[^\w.:/[\]-]/g, '?').slice(0, 100);
}
