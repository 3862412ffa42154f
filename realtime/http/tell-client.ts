import type { IncomingMessage } from 'node:http';
import { forwardedHeaders, type ClientOf } from './client-of.ts';

/** What Next takes from a request's head for its own purposes: it is for the front door to say, or for nobody. */
const inward = /^(?:x-middleware-|x-invoke-|x-nonce$|content-security-policy)/;

/**
 * Replaces what a request says of its own origin by what is true: whoever is asked behind the front door (Next, NextAuth, what bundles
 * mount) reads one address, protocol and host, and none that a client made up.
 */
export function tellClient(request: IncomingMessage, clientOf: ClientOf): void {
  const { headers } = request;
  const { address, protocol, host } = clientOf(request);
  for (const name of Object.keys(headers)) if (forwardedHeaders.has(name) || inward.test(name)) delete headers[name];
  headers['x-forwarded-for'] = address;
  headers['x-forwarded-proto'] = protocol;
  headers['x-forwarded-host'] = host;
  headers['x-forwarded-port'] = /:(\d{1,5})$/.exec(host)?.[1] ?? (protocol === 'https' ? '443' : '80');
}
