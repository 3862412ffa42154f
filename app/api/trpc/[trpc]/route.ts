import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { limits } from '#contract/limits';
import { webRuntime } from '#runtime/create-web-runtime';
import { createContext } from '#trpc/create-context';
import { appRouter } from '#trpc/router';

/** The door of tRPC for browsers. */
function handle(request: Request): Promise<Response> {
  const runtime = webRuntime();
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    // Requests are counted, and each call in one is a call of the gateway.
    maxBatchSize: limits.callsPerRequest,
    createContext: () => createContext(runtime.gatewayFor, request.headers),
    // Who asks isn't in the address: what one may see must be kept for nobody else.
    responseMeta: () => ({ headers: { 'cache-control': 'no-store' } }),
    onError: ({ error, path }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR') runtime.reportError(`tRPC ${path ?? '?'}`, error);
    },
  });
}

export { handle as GET, handle as POST };
