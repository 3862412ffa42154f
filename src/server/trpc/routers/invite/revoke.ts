import { inviteIdSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** Ends an invitation before it is used. */
export const revoke = mutation('user.manage')
  .input(inviteIdSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.invites.revoke(input)));
