import { createRequire } from 'node:module';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type express from 'express';
import type { Express, Router } from 'express';
import { mayReach } from './asker.ts';
import type { CurrentBundle } from './current-bundle.ts';
import { mayAnswer, type Layer } from './may-answer.ts';

type ExpressModule = typeof express;
type StackLayer = Layer & { handle_request: LayerMethod; handle_error: LayerMethod };
type LayerMethod = (...args: unknown[]) => unknown;
type WithRouter = { _router: { stack: StackLayer[] } };

/** Bytes of a JSON or form body, which is held in memory; other bodies are streams for the bundle to read. */
const parsedBodyBytes = 32 * 1024 * 1024;

/** What a host's extensions have mounted: one Express application, NodeCG's `app` without NodeCG's own routes. */
export interface MountedApp {
  /** Express' `app.use`. Throws what that throws. */
  use(bundle: string, args: readonly unknown[]): void;
  /** Takes out what a bundle has mounted. */
  forget(bundle: string): void;
  /** Asks for the body where a route may want it. Calls `done` with an error, or where nothing answered. */
  handle(request: IncomingMessage, response: ServerResponse, done: (error?: unknown) => void): void;
}

let loaded: ExpressModule | undefined;

/** Express costs each host time and memory: it is loaded for those that use it. */
export function loadExpress(): ExpressModule {
  return (loaded ??= createRequire(import.meta.url)('express') as ExpressModule);
}

export type ExpressRouter = typeof Router;

export function createMountedApp(currentBundle: CurrentBundle): MountedApp {
  const app = createApp(loadExpress());
  const { _router: router } = app as unknown as WithRouter;
  let mounted: { bundle: string; layer: StackLayer; asked: Layer }[] = [];
  return {
    use(bundle, args) {
      const before = router.stack.length;
      (app.use as (...args: unknown[]) => unknown).apply(app, [...args]);
      const added = router.stack.slice(before);
      const handlers = args.flat(Infinity).filter((each) => typeof each === 'function');
      added.forEach((layer, index) => {
        runAs(layer, { bundle, run: (work) => currentBundle.run(bundle, work) });
        mounted.push({ bundle, layer, asked: askable(layer, handlers.at(index - added.length)) });
      });
    },
    forget(bundle) {
      const gone = new Set(mounted.filter((each) => each.bundle === bundle).map(({ layer }) => layer));
      router.stack = router.stack.filter((layer) => !gone.has(layer));
      mounted = mounted.filter(({ layer }) => !gone.has(layer));
    },
    handle(request, response, done) {
      const layers = mounted.filter(({ bundle }) => mayReach(request, bundle)).map(({ asked }) => asked);
      const [path = '/'] = (request.url ?? '/').split('?');
      if (!mayAnswer(layers, request.method ?? 'GET', path)) return done();
      if (request.headers.expect !== undefined) {
        delete request.headers.expect;
        response.writeContinue();
      }
      (app as unknown as (...args: unknown[]) => void)(request, response, done);
    },
  };
}

function createApp(express: ExpressModule): Express {
  const app = express();
  // The front door is the proxy; it doesn't let clients say who they are.
  app.set('trust proxy', true);
  app.disable('x-powered-by');
  const verify = (request: IncomingMessage & { rawBody?: Buffer }, _response: unknown, body: Buffer) => {
    request.rawBody = body;
  };
  app.use(express.json({ limit: parsedBodyBytes, verify }));
  app.use(express.urlencoded({ extended: true, limit: parsedBodyBytes, verify }));
  return app;
}

/** Writes of a handler are recorded under its bundle; a request that may not reach that bundle passes it by. */
function runAs(layer: StackLayer, { bundle, run }: { bundle: string; run: (work: () => unknown) => unknown }): void {
  const handleRequest = layer.handle_request;
  layer.handle_request = (...args) => {
    const [request, , next] = args as [IncomingMessage, ServerResponse, () => unknown];
    return mayReach(request, bundle) ? run(() => handleRequest.apply(layer, args)) : next();
  };
  const handleError = layer.handle_error;
  layer.handle_error = (...args) => {
    const [error, request, , next] = args as [unknown, IncomingMessage, ServerResponse, (error: unknown) => unknown];
    return mayReach(request, bundle) ? run(() => handleError.apply(layer, args)) : next(error);
  };
}

/** Express hides an application that is mounted behind a function of its own. */
function askable(layer: StackLayer, handle: unknown): Layer {
  return {
    handle: handle ?? layer.handle,
    name: layer.name ?? '',
    match: (path) => layer.match(path),
    get path() {
      return layer.path ?? '';
    },
  };
}
