import { userIdSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** Makes a link by which a user sets a new password. Its token is in this answer, and never again. */
export const create = mutation('user.manage')
  .input(userIdSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.users.passwordLink(input)));
