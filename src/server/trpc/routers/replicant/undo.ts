import { keySchema } from '#contract/wire';
import { mutation, unwrap } from '../../init.ts';

/** Takes back the last change of who asks, but nothing that others changed since. */
export const undo = mutation('replicant.write')
  .input(keySchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.replicants.undo(input)));
