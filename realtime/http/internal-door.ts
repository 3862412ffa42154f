import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { internalPath } from '#contract/internal';
import type { Log } from '#ports/log';
import { respondText, type Exchange } from './respond.ts';
import { toExchange } from './to-exchange.ts';

/**
 * A second door on loopback, for Next alone and without TLS: our own certificate need not be one that Next trusts. It serves the internal
 * API, which asks for the shared secret, and nothing else.
 */
export async function openInternalDoor(
  internal: (exchange: Exchange) => Promise<void>,
  log: Log,
): Promise<{ url: string; close: () => void }> {
  const server = http.createServer({ headersTimeout: 10_000, requestTimeout: 60_000 }, (request, response) => {
    const exchange = toExchange(request, response);
    if (!exchange.path.startsWith(internalPath)) return respondText(exchange, 404, 'There is nothing here.');
    internal(exchange).catch((error: unknown) => {
      log.error('An internal request failed.', { error: String(error) });
      respondText(exchange, 500, 'The server could not answer this. Its log says why.');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
