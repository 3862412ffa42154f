import { revokeSessionsSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** Ends sessions: one, all of a user, or one’s own (all but this one). Their pages are signed out at once. */
export const revoke = mutation('account.own')
  .input(revokeSessionsSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.sessions.revoke(input)));
