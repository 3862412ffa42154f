import { requestSchemas } from '#contract/wire';
import { mutation } from '../../init.ts';

/** Reloads or kills the open graphics that every given field fits. */
export const command = mutation('graphic.command')
  .input(requestSchemas['graphic.command'])
  .mutation(async ({ ctx, input }) => ({ reached: await ctx.gateway.graphics.command(input) }));
