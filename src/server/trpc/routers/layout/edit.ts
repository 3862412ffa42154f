import { z } from 'zod';
import { layoutId, sharedEditSchema } from '#contract/layout-schema';
import { mutation, unwrap } from '../../init.ts';

/** Another arrangement or name for a shared layout, or the default of its workspace. */
export const edit = mutation('layout.share')
  .input(z.object({ id: layoutId, edit: sharedEditSchema }))
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.layouts.edit(input.id, input.edit)));
