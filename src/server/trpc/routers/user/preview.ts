import { userIdSchema } from '#contract/internal-identity';
import { query, unwrap } from '../../init.ts';

/** What a user's dashboard has, for looking at it with their eyes. */
export const preview = query('user.manage')
  .input(userIdSchema)
  .query(async ({ ctx, input }) => unwrap(await ctx.gateway.users.preview(input)));
