import type { AuthMode } from '#contract/identity';
import type { InjectedConfig } from '#bundles/client/injected-scripts';
import type { Route } from './door/route.ts';
import { serveAuthError } from './auth-error-page.ts';
import { serveInstancePage } from './instance-pages.ts';
import { serveNodeModules, type NodeModulesDeps } from './node-modules.ts';
import { redirect, type Exchange } from './respond.ts';

export type NodecgRoutesDeps = NodeModulesDeps & { pageConfig: () => InjectedConfig; mode: () => AuthMode };

type Serve = (exchange: Exchange, deps: NodecgRoutesDeps) => void | Promise<void>;

/** While nobody has to sign in, signing in and out lead to the dashboard. Else they are pages of ours. */
const toDashboard: Serve = (exchange) => redirect({ ...exchange, query: new URLSearchParams() }, '/dashboard/');

const always: Readonly<Record<string, Serve>> = {
  '/authError': serveAuthError,
  '/authError/': serveAuthError,
  '/instance/busy.html': (exchange, { pageConfig }) => serveInstancePage(exchange, 'busy', pageConfig()),
  '/instance/killed.html': (exchange, { pageConfig }) => serveInstancePage(exchange, 'killed', pageConfig()),
};
const whileOpen: Readonly<Record<string, Serve>> = {
  '/login': toDashboard,
  '/login/': toDashboard,
  '/logout': toDashboard,
  '/logout/': toDashboard,
};

/** NodeCG's addresses (compat.md A.4) that are neither bundle files nor pages of the dashboard. They are read only. */
export function createNodecgRoutes(deps: NodecgRoutesDeps): Route[] {
  const serveOneOf =
    (pages: Readonly<Record<string, Serve>>): Route['serve'] =>
    (exchange) =>
      pages[exchange.path]?.(exchange, deps);
  return [
    {
      name: 'nodecg-page',
      access: 'nobody',
      paths: Object.keys(always),
      matches: (exchange) => isReading(exchange) && Object.hasOwn(always, exchange.path),
      serve: serveOneOf(always),
    },
    {
      name: 'open-sign-in',
      access: 'nobody',
      paths: Object.keys(whileOpen),
      matches: (exchange) => deps.mode() === 'open' && isReading(exchange) && Object.hasOwn(whileOpen, exchange.path),
      serve: serveOneOf(whileOpen),
    },
    {
      name: 'nodecg-dashboard',
      access: { action: 'server.see', resource: { kind: 'server' } },
      matches: (exchange) => isReading(exchange) && exchange.path === '/dashboard',
      serve: (exchange) => redirect(exchange, '/dashboard/', 301),
    },
    {
      name: 'package-file',
      access: 'somebody',
      matches: (exchange) => isReading(exchange) && exchange.path.startsWith('/node_modules/'),
      serve: (exchange) => serveNodeModules(exchange, deps),
    },
  ];
}

function isReading({ request: { method } }: Exchange): boolean {
  return method === 'GET' || method === 'HEAD';
}
