import { internalPath } from '#contract/internal';
import type { FrontDoorDeps } from '../../front-door.ts';
import type { RequestBound } from '../bound-request.ts';
import { isPublicFile, publicFiles, servePublicFile } from '../public-files.ts';
import { respondJson, respondMetrics, respondNotFound, respondText, type Exchange } from '../respond.ts';
import { guardNextPage } from '../security-headers.ts';
import { bundleFileNeed } from './bundle-rules.ts';
import { createOwnRoutes } from './own-routes.ts';
import { pageNeed, readPath } from './page-rules.ts';
import type { Need, Route } from './route.ts';

const readsHealth: Need = { action: 'health.read', resource: { kind: 'server' } };
/** A bundle that there can't be: only who may see every one, whatever it is called, may see it. */
const seesEveryBundle: Need = { action: 'bundle.see', resource: { kind: 'bundle', bundle: '' } };

/** Everything that the front door answers, in the order in which it is asked, with who may: the one list, also for the table of who may what. */
export function createFrontRoutes(deps: FrontDoorDeps): readonly Route[] {
  return [...watchRoutes(deps), ...(deps.own ? createOwnRoutes(deps.own) : []), ...fileRoutes(deps), ...lastRoutes(deps)];
}

/** What watches the server, and Next's way in. */
function watchRoutes({ readiness, metrics, internal, gate }: FrontDoorDeps): Route[] {
  return [
    {
      name: 'health',
      access: 'nobody',
      matches: ({ path }) => path === '/health',
      serve: (exchange) => respondJson(exchange, 200, { ok: true, version: readiness().version }),
    },
    {
      name: 'ready',
      access: 'nobody',
      matches: ({ path }) => path === '/ready',
      async serve(exchange) {
        const { ready, version, checks } = readiness();
        const all = await gate.allows(exchange, readsHealth);
        // Whether it is ready is for whoever balances load; what is wrong with it is not for everybody.
        const shown = all
          ? checks
          : checks.filter(({ state }) => state !== 'attention').map(({ name, state }) => ({ name, state }));
        respondJson(exchange, ready ? 200 : 503, { ready, version, checks: shown });
      },
    },
    {
      // A key never reads the server's health. Prometheus has one of those that read all bundles (`*`), whose names are in the figures.
      name: 'metrics',
      access: { any: [readsHealth, seesEveryBundle] },
      matches: ({ path }) => path === '/metrics',
      serve: async (exchange) => respondMetrics(exchange, metrics.contentType, await metrics.read()),
    },
    {
      // It asks for its own secret.
      name: 'internal',
      access: 'nobody',
      matches: ({ path }) => path.startsWith(internalPath),
      serve: internal,
    },
  ];
}

function fileRoutes({ publicDir, bundleFiles, findBundle, mounted }: FrontDoorDeps): Route[] {
  return [
    {
      name: 'public-file',
      access: 'nobody',
      paths: publicFiles,
      matches: ({ path }) => isPublicFile(path),
      serve: (exchange) => (isReading(exchange) ? servePublicFile(exchange, publicDir) : refuseMethod(exchange)),
    },
    {
      name: 'socket.io',
      access: 'nobody',
      matches: ({ path }) => path.startsWith('/socket.io/'),
      serve: (exchange) => respondText(exchange, 503, 'The server is starting.'),
    },
    {
      // Before files, and for nobody but what a manifest has opened: its bundle's mounted routes alone answer it.
      name: 'public-mount',
      access: 'nobody',
      matches: (exchange) => mounted?.isPublic(exchange) ?? false,
      serve: (exchange, bound) => serveMounted(exchange, bound, mounted),
    },
    {
      name: 'bundle-file',
      access: (exchange) => bundleFileNeed(exchange, findBundle),
      matches: ({ path }) => path.startsWith('/bundles/'),
      async serve(exchange, bound) {
        if (isReading(exchange)) return bundleFiles(exchange);
        if (!(await serveMounted(exchange, bound, mounted))) refuseMethod(exchange);
      },
    },
  ];
}

function lastRoutes({ mounted, web, gate }: FrontDoorDeps): Route[] {
  return [
    {
      name: 'mount',
      access: 'somebody',
      matches: (exchange) => mounted?.mayAnswer(exchange) ?? false,
      serve: (exchange, bound) => serveMounted(exchange, bound, mounted),
    },
    {
      name: 'page',
      access: ({ path }) => pageNeed(path),
      matches: () => true,
      serve(exchange) {
        if (!web) return respondText(exchange, 404, noWeb);
        // What Next might read as another address than the rules did.
        if (!readPath(exchange.path)) return respondNotFound(exchange);
        if (gate.refusesForged(exchange)) return;
        guardNextPage(exchange);
        web.serve(exchange);
      },
    },
  ];
}

const noWeb = 'This server runs without the dashboard (ROLES has no web). Graphics and panels are under /bundles/.';

/** What extensions have mounted. */
export type Mounted = {
  /** A manifest says that whoever calls this address need not sign in. */
  isPublic(exchange: Exchange): boolean | Promise<boolean>;
  /** It isn't Next's own. */
  mayAnswer(exchange: Exchange): boolean | Promise<boolean>;
  serve(exchange: Exchange): Promise<boolean>;
};

/** Bundles take uploads as assets do; whoever answers after them doesn't. */
async function serveMounted(exchange: Exchange, bound: RequestBound, mounted: Mounted | undefined): Promise<boolean> {
  bound.allowUpload(true);
  const isAnswered = (await mounted?.serve(exchange)) === true;
  if (!isAnswered) bound.allowUpload(false);
  return isAnswered;
}

function isReading({ request: { method } }: Exchange): boolean {
  return method === 'GET' || method === 'HEAD';
}

function refuseMethod(exchange: Exchange): void {
  respondText(exchange, 405, 'Files can only be read here.');
}
