import { mutation, unwrap } from '../../init.ts';
import { savedId } from './inputs.ts';

/** Brings everything in a saved state back in one step. */
export const restore = mutation('saved.change')
  .input(savedId)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.saved.restore(input.id)));
