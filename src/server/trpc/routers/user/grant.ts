import { grantSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** Allows a user something beside the role. */
export const grant = mutation('user.manage')
  .input(grantSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.users.grant(input)));
