import { newInviteSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** Makes an invitation. The token of its link is in this answer, and never again. */
export const create = mutation('user.manage')
  .input(newInviteSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.invites.create(input)));
