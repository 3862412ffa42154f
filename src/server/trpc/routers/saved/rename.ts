import { mutation, unwrap } from '../../init.ts';
import { savedId, savedName } from './inputs.ts';

/** Gives a saved state another name. */
export const rename = mutation('saved.change')
  .input(savedId.extend({ name: savedName }))
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.saved.rename(input.id, input.name)));
