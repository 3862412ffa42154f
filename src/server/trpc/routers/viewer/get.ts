import { shownActor } from '#contract/access';
import type { Viewer } from '#contract/identity';
import { query } from '../../init.ts';

/** Who is looking at the dashboard, what they may do, and whether this server asks people to sign in. */
export const get = query('server.see').query(({ ctx }): Viewer => {
  const { actor, sessionId, userId } = ctx.asked.asker;
  return {
    actor: shownActor(actor),
    mode: ctx.mode,
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(userId === undefined ? {} : { userId }),
  };
});
