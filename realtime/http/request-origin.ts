import type { IncomingMessage } from 'node:http';
import type { Origin } from '#contract/audit';

/** Where a request came from. */
export function requestOrigin({ headers, socket }: IncomingMessage): Origin {
  return {
    address: (socket.remoteAddress ?? '').replace(/^::ffff:/, '').slice(0, 64),
    userAgent: (headers['user-agent'] ?? '').slice(0, 512),
  };
}
