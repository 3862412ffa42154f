import type { IdentityService } from '#services/identity/index';
import type { RequestLimits } from './limit-requests.ts';

/** Who asks, as before; a key or token that opens nothing is counted, wherever it was shown: at the door, at a socket, to Next. */
export function countFailedKeys<T extends Pick<IdentityService, 'authenticate'>>(
  identity: T,
  limits: Pick<RequestLimits, 'keyFailed'>,
): T {
  const authenticate: IdentityService['authenticate'] = async (credentials, origin) => {
    const asker = await identity.authenticate(credentials, origin);
    const { key, keyCookie, bearer, ticket } = credentials;
    if (!asker && (key ?? keyCookie ?? bearer ?? ticket) !== undefined) limits.keyFailed(origin.address);
    return asker;
  };
  return { ...identity, authenticate };
}
