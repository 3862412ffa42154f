import { z } from 'zod';
import { mutation, unwrap } from '../../init.ts';
import { savedName, savedScope } from './inputs.ts';

/** Saves what is live now under a name. */
export const create = mutation('saved.change')
  .input(z.object({ name: savedName, namespace: savedScope }))
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.saved.create(input.name, input.namespace)));
