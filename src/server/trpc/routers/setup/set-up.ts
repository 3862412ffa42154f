import { newAccountSchema, tokenSchema } from '#contract/internal-identity';
import { publicMutation, unwrap } from '../../init.ts';

/** Makes the first administrator's account, for whoever holds the set-up link. */
export const setUp = publicMutation()
  .input(newAccountSchema.extend(tokenSchema.shape))
  .mutation(async ({ ctx, input }) => {
    const { username } = unwrap(await ctx.forEverybody.setUp({ ...input, origin: ctx.origin }));
    return { username };
  });
