import { grantIdSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** Takes an allowance back. */
export const ungrant = mutation('user.manage')
  .input(grantIdSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.users.ungrant(input)));
