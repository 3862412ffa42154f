import { newAccountSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** The first administrator’s account, made in open mode before signing in is asked for. */
export const createFirst = mutation('user.manage')
  .input(newAccountSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.users.createFirst(input)));
