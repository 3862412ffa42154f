import { keySchema } from '#contract/wire';
import { mutation, unwrap } from '../../init.ts';

/** Makes again what was undone last. */
export const redo = mutation('replicant.write')
  .input(keySchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.replicants.redo(input)));
