import { z } from 'zod';
import { layoutChangesSchema } from '#contract/layout-schema';
import { mutation, unwrap } from '../../init.ts';

/** Changes my own layout. Whose that is, the session decides. */
export const change = mutation('layout.own')
  .input(z.object({ changes: layoutChangesSchema }))
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.layouts.change(input.changes)));
