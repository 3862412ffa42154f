import { restrictSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** Restricts a workspace or bundle to administrators and who is granted it, or opens it again. */
export const set = mutation('user.manage')
  .input(restrictSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.restrictions.set(input)));
