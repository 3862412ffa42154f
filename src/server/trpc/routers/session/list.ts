import { sessionsOfSchema } from '#contract/internal-identity';
import { query, unwrap } from '../../init.ts';

/** Open sessions: one’s own, or for who manages users somebody’s or everybody’s. */
export const list = query('account.own')
  .input(sessionsOfSchema)
  .query(async ({ ctx, input }) => unwrap(await ctx.gateway.sessions.list(input)));
