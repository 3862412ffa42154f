import http, { type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { createProxyServer } from 'httpxy';
import { limits } from '#contract/limits';
import type { Log } from '#ports/log';
import { doorHeader } from './door-key.ts';
import { hasBody } from './has-body.ts';
import { respondText, type Exchange } from './respond.ts';
import { respondUnavailable } from './unavailable-page.ts';

/** Next, wherever it is now. */
export type WebTarget = { port: number } | undefined;

export type WebProxy = {
  /** Hands a request to Next, or says that it isn't there. */
  serve(exchange: Exchange): void;
  /** The same for a WebSocket: Next's hot reload. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
};

/** `target` is asked for each request, since Next gets another port with every start. */
export function createWebProxy({
  target,
  wasReady,
  doorKey,
  log,
}: {
  target: () => WebTarget;
  wasReady: () => boolean;
  /** By which Next knows that the front door asks, and not somebody who has guessed its port. */
  doorKey?: string;
  log: Log;
}): WebProxy {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  // Options given here win over a call's. Without an `error` listener failures arrive by each call's promise.
  // Where a request comes from the front door has said already, see `tellClient`.
  const proxy = createProxyServer({ xfwd: false });
  const addressOf = ({ port }: { port: number }) => ({ host: '127.0.0.1', port, protocol: 'http:' });

  return {
    serve(exchange) {
      const { request, response } = exchange;
      const next = target();
      if (!next) return respondUnavailable(exchange, !wasReady());
      if (Number(request.headers['content-length'] ?? 0) > limits.frameBytes)
        return respondText(exchange, 413, `A request may have ${limits.frameBytes} bytes. Send less at once.`);
      endOversized(request);
      const headers = { ...request.headers, ...(doorKey === undefined ? {} : { [doorHeader]: doorKey }) };
      request.headers = { ...headers };
      const send = (by: http.Agent | false) => proxy.web(request, response, { target: addressOf(next), agent: by });
      send(agent)
        .catch((error: unknown) => {
          if (!mayRetry(exchange, error)) throw error;
          // The first try may have added to them.
          request.headers = headers;
          return send(false);
        })
        .catch((error: unknown) => {
          if (!response.destroyed) log.warn('Next did not answer a request.', { path: exchange.path, error: String(error) });
          if (!response.headersSent) return respondUnavailable(exchange, !wasReady());
          response.destroy();
        });
    },
    upgrade(request, socket, head) {
      const next = target();
      if (!next) return void socket.destroy();
      if (doorKey !== undefined) request.headers[doorHeader] = doorKey;
      proxy.ws(request, socket as Socket, { target: addressOf(next) }, head).catch(() => socket.destroy());
    },
    close: () => agent.destroy(),
  };
}

/**
 * Whether a request may be sent again: Next closes a connection that was idle, at the moment in which we use it. Only what changes
 * nothing and has no body, and only while nothing was answered and somebody waits.
 */
function mayRetry({ request, response }: Exchange, error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  const isPlain = request.method === 'GET' || request.method === 'HEAD';
  return (
    isPlain && !hasBody(request) && !response.headersSent && !response.destroyed && (code === 'ECONNRESET' || code === 'EPIPE')
  );
}

/** A body without a length is counted as it passes: not before the proxy reads it, which would lose what came with the headers. */
function endOversized(request: IncomingMessage): void {
  if (request.headers['transfer-encoding'] === undefined) return;
  let length = 0;
  request.pause();
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > limits.frameBytes) request.destroy();
  });
}
