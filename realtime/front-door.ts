import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Readiness } from '#contract/health';
import { limits } from '#contract/limits';
import { failure, success, type Result } from '#contract/result';
import type { Log } from '#ports/log';
import type { Metrics } from './health/metrics.ts';
import { boundConnections } from './http/bound-connections.ts';
import { boundRequest } from './http/bound-request.ts';
import { isInTheClear, sendToHttps } from './http/https-only.ts';
import type { FindBundle } from './http/door/bundle-rules.ts';
import { createFrontRoutes, type Mounted } from './http/door/front-routes.ts';
import type { Gate } from './http/door/gate.ts';
import type { OwnRoutesDeps } from './http/door/own-routes.ts';
import { isSafe, type Route } from './http/door/route.ts';
import { respondNotFound, respondText, type Exchange } from './http/respond.ts';
import { setSecurityHeaders, type HeaderSettings } from './http/security-headers.ts';
import type { RequestLimits } from './http/limit-requests.ts';
import { refuseAmbiguous } from './http/refuse-ambiguous.ts';
import { createTlsServer, type TlsMaterial } from './http/tls-server.ts';
import { tellClient } from './http/tell-client.ts';
import { toExchange } from './http/to-exchange.ts';
import type { WebProxy } from './http/web-proxy.ts';

export type FrontDoorDeps = HeaderSettings & {
  /** Says who is let in. */
  gate: Gate;
  readiness: () => Readiness;
  metrics: Pick<Metrics, 'contentType' | 'read'>;
  limits?: RequestLimits;
  /** `public/`, real and absolute. */
  publicDir: string;
  bundleFiles: (exchange: Exchange) => Promise<void>;
  /** An enabled bundle; waits while bundles are being found. */
  findBundle: FindBundle;
  /** Undefined: the show's own routes aren't served. */
  own?: OwnRoutesDeps;
  /** What extensions have mounted: asked for what is none of the above, before Next. */
  mounted?: Mounted;
  internal: (exchange: Exchange) => Promise<void>;
  /** Undefined: this server has no web role. */
  web: WebProxy | undefined;
  /** How long who dribbles is borne with. */
  times?: DoorTimes;
  connectionsPerAddress?: number;
  /** False until Socket.IO is attached. */
  hasSockets: () => boolean;
  /** By which address people reach this server. */
  publicUrl?: string | undefined;
  /** Undefined: HTTP. */
  tls?: TlsMaterial | undefined;
  log: Log;
};

export type DoorTimes = {
  /** A request's head has this long to arrive, counted from when the connection is there or the request before it was answered. */
  headMs: number;
  /** Its body, but for uploads that move: see `boundRequest`. */
  bodyMs: number;
  /** A connection that is kept open without a request. */
  idleMs: number;
  /** How often it is looked. */
  checkMs: number;
};
const usualTimes: DoorTimes = { headMs: 10_000, bodyMs: 60_000, idleMs: 30_000, checkMs: 5_000 };

export type FrontDoor = {
  server: http.Server;
  /** Fails with the reason, for a person. The port is the one that was got where 0 was asked for. */
  listen(host: string, port: number): Promise<Result<{ port: number }, string>>;
  /** Takes no more connections, lets answers end, and cuts off what is left after `graceMs`. */
  close(graceMs: number): Promise<void>;
};

/** The one public HTTP server: sockets and bundle files are answered here, pages of the dashboard by Next behind it. */
export function createFrontDoor(deps: FrontDoorDeps): FrontDoor {
  const server = createServer(deps);
  const routes = createFrontRoutes(deps);
  server.maxConnections = limits.httpConnections;
  boundConnections(server, {
    most: deps.connectionsPerAddress ?? limits.connectionsPerAddress,
    isExempt: deps.access.clientOf.isProxy,
  });
  server.on('request', (request, response) => {
    const ambiguity = refuseAmbiguous(request);
    if (ambiguity !== undefined) {
      response.setHeader('connection', 'close');
      return respondText({ response }, 400, ambiguity);
    }
    serve(toExchange(request, response), routes, deps).catch((error: unknown) => {
      deps.log.error('A request failed.', {
        path: request.url?.split('?')[0],
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      respondText({ response }, 500, 'The server could not answer this. Its log says why.');
    });
  });
  server.on('upgrade', (request, socket, head) => upgrade(request, socket, head, deps));
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  return { server, listen: (host, port) => listen(server, host, port), close: (graceMs) => close(server, graceMs) };
}

function createServer({ tls, times = usualTimes }: FrontDoorDeps): http.Server {
  const timeouts = {
    headersTimeout: times.headMs,
    // Not here: an upload may last; see `boundRequest`.
    requestTimeout: 0,
    keepAliveTimeout: times.idleMs,
    connectionsCheckingInterval: times.checkMs,
  };
  return tls ? createTlsServer(tls, timeouts) : http.createServer(timeouts);
}

async function serve(exchange: Exchange, routes: readonly Route[], deps: FrontDoorDeps): Promise<void> {
  const { request, path } = exchange;
  tellClient(request, deps.access.clientOf);
  const bound = boundRequest(request, deps.times?.bodyMs);
  bound.allowUpload(request.method === 'POST' && path.startsWith('/assets/'));
  setSecurityHeaders(exchange, deps);
  const badHost = deps.access.refuseHost(request);
  if (badHost !== undefined) return respondText(exchange, 403, badHost);
  if (deps.httpsOnly && isInTheClear(request, path, deps.access.clientOf))
    return sendToHttps(request, exchange.response, deps.publicUrl);
  if (await deps.limits?.refuseAddress(exchange)) return;
  if (await deps.limits?.refuseKey(exchange, async () => (await deps.gate.askerOf(request)) !== undefined)) return;
  const foreign = await refuseForeign(exchange, deps);
  if (foreign !== undefined) return respondText(exchange, 403, foreign);
  if (request.method === 'OPTIONS' && deps.access.otherOrigin(request)) return void exchange.response.writeHead(204).end();
  let isCounted = false;
  for (const route of routes) {
    if (!(await route.matches(exchange))) continue;
    if (!(await deps.gate.admits(exchange, route.access))) return;
    if (!isCounted && (await deps.limits?.refuseAsker(exchange, () => deps.gate.askerOf(request)))) return;
    isCounted = true;
    if ((await route.serve(exchange, bound)) !== false) return;
  }
  respondNotFound(exchange);
}

/** Why a page of another site may not send this; undefined: it may, or it is none. */
async function refuseForeign(exchange: Exchange, { access, gate }: FrontDoorDeps): Promise<string | undefined> {
  const refusal = isSafe(exchange) ? undefined : access.refuseOrigin(exchange.request);
  return refusal === undefined || (await gate.mayComeFromElsewhere(exchange.request)) ? undefined : refusal;
}

function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, deps: FrontDoorDeps): void {
  const { access, gate, web, hasSockets } = deps;
  socket.on('error', () => socket.destroy());
  const ambiguity = refuseAmbiguous(request);
  if (ambiguity !== undefined) return endUpgrade(socket, '400 Bad Request', ambiguity);
  // Socket.IO has its own listener, and checks the same in `allowRequest`.
  if (request.url?.startsWith('/socket.io/') && hasSockets()) return;
  const refusal = access.refuseHost(request) ?? access.refuseOrigin(request);
  if (refusal !== undefined) return endUpgrade(socket, '403 Forbidden', refusal);
  if (request.headers.upgrade?.toLowerCase() !== 'websocket')
    return endUpgrade(
      socket,
      '400 Bad Request',
      'This server speaks HTTP/1.1 and WebSocket. Ask again without an Upgrade header.',
    );
  const isSocketIo = request.url?.startsWith('/socket.io/') === true;
  // Built pages have no hot reload, and Next would leave the line open without an answer.
  if (!isSocketIo && !deps.dev) return endUpgrade(socket, '404 Not Found', 'There is no WebSocket here.');
  if (!web || isSocketIo) return endUpgrade(socket, '503 Service Unavailable', 'The server is starting, or has no dashboard.');
  // Next's hot reload.
  gate.knows(request).then(
    (isKnown) => (isKnown ? web.upgrade(request, socket, head) : endUpgrade(socket, '401 Unauthorized', 'Sign in first.')),
    () => socket.destroy(),
  );
}

function endUpgrade(socket: Duplex, status: string, text: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`);
}

function listen(server: http.Server, host: string, port: number): Promise<Result<{ port: number }, string>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(failure(describeListenError(error, host, port))));
    server.listen(port, host, () => resolve(success({ port: (server.address() as AddressInfo).port })));
  });
}

function describeListenError({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use by another program. Stop that program, or set PORT to a free port, such as PORT=${port === 65_535 ? 3000 : port + 1}.`;
    case 'EACCES':
      return `This user may not use port ${port}. Set PORT to 1024 or above.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This computer has no address "${host}". Set HOST=127.0.0.1, or unset HOST.`;
    default:
      return `The server could not listen on ${host}:${port}: ${message}. Check HOST and PORT.`;
  }
}

function close(server: http.Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
