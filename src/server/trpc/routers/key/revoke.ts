import { keyIdSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** Ends a key, and what is connected by it. */
export const revoke = mutation('account.own')
  .input(keyIdSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.keys.revoke(input)));
