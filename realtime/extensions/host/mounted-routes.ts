import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { chmodSync } from 'node:fs';
import { takeAsker } from './asker.ts';
import type { LogFault } from './contain-faults.ts';
import type { CurrentBundle } from './current-bundle.ts';
import { createMountedApp, loadExpress, type ExpressRouter, type MountedApp } from './mounted-app.ts';
import { unansweredHeader } from './private-headers.ts';

/** NodeCG's `Router` and `mount`. Neither Express nor a server is there before the first use. */
export interface MountedRoutes {
  router(): ExpressRouter;
  mount(bundle: string, args: readonly unknown[]): void;
  forget(bundle: string): void;
  /** Resolves when the front door has been told of what is mounted so far. */
  reachable(): Promise<void>;
}

export type MountedRoutesDeps = {
  /** The socket on which this host answers, if it comes to that. */
  address: string;
  currentBundle: CurrentBundle;
  onServing: () => void;
  logFault: LogFault;
};

export function createMountedRoutes({ address, currentBundle, onServing, logFault }: MountedRoutesDeps): MountedRoutes {
  const onError = (error: unknown) => logFault('A mounted route failed', error);
  const onDeaf = (error: unknown) => logFault('What is mounted can not be reached', error);
  let app: MountedApp | undefined;
  let listening: Promise<void> = Promise.resolve();
  const open = (): MountedApp => {
    const opened = createMountedApp(currentBundle);
    listening = listen(address, (request, response) => answer(opened, request, response, onError)).then(onServing, onDeaf);
    return opened;
  };
  return {
    router: () => loadExpress().Router,
    mount: (bundle, args) => (app ??= open()).use(bundle, args),
    forget: (bundle) => app?.forget(bundle),
    reachable: () => listening,
  };
}

/** How long an answer takes is the bundle's and the client's business: the front door watches the client. */
function listen(address: string, handler: http.RequestListener): Promise<void> {
  const options = { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 5_000, maxHeaderSize: 64 * 1024 };
  const server = http.createServer(options, handler);
  // The body comes when a route may want it.
  server.on('checkContinue', handler);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      if (process.platform !== 'win32') chmodSync(address, 0o600);
      // Alone it doesn't keep a process alive; the line to the supervisor does.
      server.unref();
      resolve();
    });
  });
}

function answer(app: MountedApp, request: IncomingMessage, response: ServerResponse, onError: (error: unknown) => void): void {
  takeAsker(request);
  app.handle(request, response, (error) => {
    if (error !== undefined && error !== null && error !== 'router' && error !== 'route') return fail(error, response, onError);
    passOn(response);
  });
}

/** Nobody here wants it; the front door asks the next host. */
function passOn(response: ServerResponse): void {
  if (response.headersSent) return void response.end();
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.writeHead(404, { [unansweredHeader]: '1' }).end();
}

/** A client's mistake is told to it; what is wrong with the bundle is for the log. */
function fail(error: unknown, response: ServerResponse, onError: (error: unknown) => void): void {
  const { status, statusCode, message } = error as { status?: unknown; statusCode?: unknown; message?: unknown };
  const code = status ?? statusCode;
  const isClients = typeof code === 'number' && code >= 400 && code < 500;
  if (!isClients) onError(error);
  if (response.headersSent) return void response.destroy();
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  const said = typeof message === 'string' ? message : 'Bad request';
  const text = isClients ? said : 'Internal error';
  response
    .writeHead(isClients ? code : 500, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(text);
}
