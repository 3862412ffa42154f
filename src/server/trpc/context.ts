import { readCredentials } from '#contract/credentials';
import type { Origin } from '#contract/audit';
import type { Asked, AuthMode } from '#contract/identity';
import type { GatewayClient } from '#server/gateway-client/types';

/** Who asks, from which page, and the services that answer. */
export type Context = {
  /** Asks in the name of whoever asks. */
  gateway: GatewayClient;
  /** Asks for Next itself, whoever asks: for sign-in pages, before anybody is known. */
  forEverybody: Pick<
    GatewayClient['identity'],
    'needsSetup' | 'setUp' | 'readInvite' | 'acceptInvite' | 'readPasswordLink' | 'usePasswordLink'
  >;
  origin: Origin;
  /** Undefined: nobody who is signed in. */
  asked: Asked | undefined;
  mode: AuthMode;
  /** False when a browser says that another site's page made this request: it may then change nothing. */
  sameOrigin: boolean;
};

/**
 * Browsers say with everything that can change something which page asks; programs say nothing, and show a token. So where people sign in,
 * a session's cookie without either header counts as another site's: the same rule as the front door's (`refusesForged`). Behind the front
 * door our own name is in `x-forwarded-host`.
 */
export function isSameOrigin(headers: Headers, mode: AuthMode): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers.get('origin');
  if (origin === null) return mode === 'open' || site === 'same-origin' || !isByCookie(headers);
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  return host !== null && URL.canParse(origin) && new URL(origin).host === host;
}

function isByCookie(headers: Headers): boolean {
  const { sessionToken, bearer } = readCredentials({
    cookie: headers.get('cookie'),
    authorization: headers.get('authorization'),
  });
  return sessionToken !== undefined && bearer === undefined;
}
