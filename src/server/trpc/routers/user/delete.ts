import { userIdSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** Deletes an account with its sessions, grants and keys. */
export const deleteUser = mutation('user.manage')
  .input(userIdSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.users.delete(input)));
