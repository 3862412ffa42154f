import { tokenSchema } from '#contract/internal-identity';
import { publicQuery, unwrap } from '../../init.ts';

/** Whose password a link is for, for whoever holds it. */
export const read = publicQuery()
  .input(tokenSchema)
  .query(async ({ ctx, input }) => unwrap(await ctx.forEverybody.readPasswordLink(input)));
