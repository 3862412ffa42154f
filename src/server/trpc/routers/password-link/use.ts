import { newPasswordSchema } from '#contract/internal-identity';
import { publicMutation, unwrap } from '../../init.ts';

/** Sets the new password. Signing in with it is the next step. */
export const use = publicMutation()
  .input(newPasswordSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.forEverybody.usePasswordLink({ ...input, origin: ctx.origin })));
