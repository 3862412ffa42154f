import { localActor, type Actor } from '#contract/replicant';
import type { GatewayClient } from '#server/gateway-client/types';

/** Who asks, from which page, and the services that answer. */
export type Context = {
  gateway: GatewayClient;
  actor: Actor;
  /** False when a browser says that another site's page made this request: it may then change nothing. */
  sameOrigin: boolean;
};

/** The context of a request from a browser. */
export function createContext(gateway: GatewayClient, headers: Headers): Context {
  return { gateway, actor: localActor, sameOrigin: isSameOrigin(headers) };
}

/**
 * Browsers send `Origin` with everything that can change something; programs send none and carry no cookies. Behind the front
 * door our own name is in `x-forwarded-host`.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers.get('origin');
  if (origin === null) return true;
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  return host !== null && URL.canParse(origin) && new URL(origin).host === host;
}
