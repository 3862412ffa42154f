import { newAccountSchema, tokenSchema } from '#contract/internal-identity';
import { publicMutation, unwrap } from '../../init.ts';

/** Makes the invited account. Signing in with it is the next step. */
export const accept = publicMutation()
  .input(newAccountSchema.extend(tokenSchema.shape))
  .mutation(async ({ ctx, input }) => unwrap(await ctx.forEverybody.acceptInvite({ ...input, origin: ctx.origin })));
