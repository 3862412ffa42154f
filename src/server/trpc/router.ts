import { createCallerFactory, router } from './init.ts';
import { accountRouter } from './routers/account/index.ts';
import { auditRouter } from './routers/audit/index.ts';
import { bundleRouter } from './routers/bundle/index.ts';
import { graphicRouter } from './routers/graphic/index.ts';
import { inviteRouter } from './routers/invite/index.ts';
import { keyRouter } from './routers/key/index.ts';
import { layoutRouter } from './routers/layout/index.ts';
import { passwordLinkRouter } from './routers/password-link/index.ts';
import { replicantRouter } from './routers/replicant/index.ts';
import { restrictionRouter } from './routers/restriction/index.ts';
import { savedRouter } from './routers/saved/index.ts';
import { sessionRouter } from './routers/session/index.ts';
import { setupRouter } from './routers/setup/index.ts';
import { systemRouter } from './routers/system/index.ts';
import { userRouter } from './routers/user/index.ts';
import { viewerRouter } from './routers/viewer/index.ts';

export const appRouter = router({
  audit: auditRouter,
  replicant: replicantRouter,
  saved: savedRouter,
  layout: layoutRouter,
  bundle: bundleRouter,
  graphic: graphicRouter,
  system: systemRouter,
  viewer: viewerRouter,
  account: accountRouter,
  user: userRouter,
  session: sessionRouter,
  key: keyRouter,
  invite: inviteRouter,
  passwordLink: passwordLinkRouter,
  restriction: restrictionRouter,
  setup: setupRouter,
});
export type AppRouter = typeof appRouter;

/** Calls procedures without HTTP, for server components and tests. */
export const createCaller = createCallerFactory(appRouter);
