import { z } from 'zod';
import { layoutId } from '#contract/layout-schema';
import { mutation, unwrap } from '../../init.ts';

/** Forgets a shared layout. What people arranged for themselves stays. */
export const deleteShared = mutation('layout.share')
  .input(z.object({ id: layoutId }))
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.layouts.delete(input.id)));
