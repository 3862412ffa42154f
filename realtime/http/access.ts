import type { IncomingMessage } from 'node:http';
import { isLoopback } from '#server/config/is-loopback';

export type Access = {
  /** Undefined: welcome. Else why not, for the person in front of the browser. */
  refuseHost(request: IncomingMessage): string | undefined;
  /** Undefined: welcome. Without an Origin it is a program, or another site's image or link, which browsers tell by `Sec-Fetch-Site`. */
  refuseOrigin(request: IncomingMessage): string | undefined;
  /** For what bundles answer, whose GET may be a command. Undefined: welcome, as programs and people who follow a link are. */
  refuseOtherSite(request: IncomingMessage): string | undefined;
  /** The request's origin, if it is one of the others that may call us. */
  otherOrigin(request: IncomingMessage): string | undefined;
};

/**
 * Who may call a server that asks nobody for a password. The Host check keeps a foreign site from reaching us under its own name
 * (DNS rebinding), the Origin check keeps its pages from calling us under ours.
 */
export function createAccess(allowedOrigins: readonly string[]): Access {
  const origins = new Set(allowedOrigins);
  const hosts = new Set(allowedOrigins.map((origin) => new URL(origin).host));

  return {
    refuseHost({ headers: { host } }) {
      if (host !== undefined && (hosts.has(host) || isLoopback(hostnameOf(host)))) return undefined;
      return `This server answers to this computer's own names only (http://127.0.0.1 or http://localhost), not to "${show(host)}". To serve it under another name add its origin to ALLOWED_ORIGINS.`;
    },
    refuseOrigin({ headers: { origin, host, 'sec-fetch-site': site } }) {
      if (origin === undefined && site !== 'cross-site' && site !== 'same-site') return undefined;
      if (origin === undefined)
        return 'Pages of other sites may not call this server. To allow them add their origin to ALLOWED_ORIGINS.';
      if (origins.has(origin) || (URL.canParse(origin) && new URL(origin).host === host)) return undefined;
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

/** Empty for what isn't plainly a name with or without a port. */
function hostnameOf(host: string): string {
  return /^(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(host) && URL.canParse(`http://${host}`)
    ? new URL(`http://${host}`).hostname
    : '';
}

function show(text: string | undefined): string {
  return (text ?? '').replace(/[^\w.:/[\]-]/g, '?').slice(0, 100);
}
