import { createCallerFactory, router } from './init.ts';
import { bundleRouter } from './routers/bundle/index.ts';
import { graphicRouter } from './routers/graphic/index.ts';
import { layoutRouter } from './routers/layout/index.ts';
import { replicantRouter } from './routers/replicant/index.ts';
import { savedRouter } from './routers/saved/index.ts';
import { systemRouter } from './routers/system/index.ts';

export const appRouter = router({
  replicant: replicantRouter,
  saved: savedRouter,
  layout: layoutRouter,
  bundle: bundleRouter,
  graphic: graphicRouter,
  system: systemRouter,
});
export type AppRouter = typeof appRouter;

/** Calls procedures without HTTP, for server components and tests. */
export const createCaller = createCallerFactory(appRouter);
