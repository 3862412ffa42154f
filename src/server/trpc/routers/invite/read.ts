import { tokenSchema } from '#contract/internal-identity';
import { publicQuery, unwrap } from '../../init.ts';

/** What an invitation is for, for whoever holds its link. */
export const read = publicQuery()
  .input(tokenSchema)
  .query(async ({ ctx, input }) => unwrap(await ctx.forEverybody.readInvite(input)));
