import type { InjectedConfig } from '#bundles/client/injected-scripts';
import type { Route } from '../front-door.ts';
import { serveAuthError } from './auth-error-page.ts';
import { serveInstancePage } from './instance-pages.ts';
import { serveNodeModules, type NodeModulesDeps } from './node-modules.ts';
import { redirect, type Exchange } from './respond.ts';

export type NodecgRoutesDeps = NodeModulesDeps & { pageConfig: () => InjectedConfig };

type Serve = (exchange: Exchange, deps: NodecgRoutesDeps) => void | Promise<void>;

/** While nobody has to sign in, signing in and out lead to the dashboard. */
const toDashboard: Serve = (exchange) => redirect({ ...exchange, query: new URLSearchParams() }, '/dashboard/');

const pages: Readonly<Record<string, Serve>> = {
  '/dashboard': (exchange) => redirect(exchange, '/dashboard/', 301),
  '/login': toDashboard,
  '/login/': toDashboard,
  '/logout': toDashboard,
  '/logout/': toDashboard,
  '/authError': serveAuthError,
  '/authError/': serveAuthError,
  '/instance/busy.html': (exchange, { pageConfig }) => serveInstancePage(exchange, 'busy', pageConfig()),
  '/instance/killed.html': (exchange, { pageConfig }) => serveInstancePage(exchange, 'killed', pageConfig()),
};

/** NodeCG's addresses (compat.md A.4) that are neither bundle files nor pages of the dashboard. */
export function createNodecgRoutes(deps: NodecgRoutesDeps): Route[] {
  return [
    async (exchange) => {
      const { request, path } = exchange;
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      const serve = Object.hasOwn(pages, path) ? pages[path] : path.startsWith('/node_modules/') ? serveNodeModules : undefined;
      await serve?.(exchange, deps);
      return serve !== undefined;
    },
  ];
}
