import { newKeySchema } from '#contract/identity';
import { mutation, unwrap } from '../../init.ts';

/** Makes a key. The key itself is in this answer, and never again. */
export const create = mutation('account.own')
  .input(newKeySchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.keys.create(input)));
