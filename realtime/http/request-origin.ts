import type { IncomingMessage } from 'node:http';
import type { Origin } from '#contract/audit';
import type { ClientOf } from './client-of.ts';

/** Where a request came from: the person's address, also where a proxy that we trust asks for them. */
export function requestOrigin(request: IncomingMessage, clientOf: ClientOf): Origin {
  return {
    address: clientOf(request).address.slice(0, 64),
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 512),
  };
}
