import { changePasswordSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** Sets a new password; whoever has one says it first. */
export const changePassword = mutation('account.own')
  .input(changePasswordSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.account.changePassword(input)));
