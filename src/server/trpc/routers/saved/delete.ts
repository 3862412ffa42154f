import { mutation, unwrap } from '../../init.ts';
import { savedId } from './inputs.ts';

/** Forgets a saved state. What is live stays. */
export const deleteSaved = mutation('saved.change')
  .input(savedId)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.saved.delete(input.id)));
