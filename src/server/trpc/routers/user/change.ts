import { userChangeSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** Changes a user’s role or reach, disables, unlocks, or resets the second factor. What is taken away ends at once. */
export const change = mutation('user.manage')
  .input(userChangeSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.users.change(input)));
