import { jsonSchema, keySchema } from '#contract/wire';
import { mutation, unwrap } from '../../init.ts';

/** Replaces a replicant's value. */
export const set = mutation('replicant.write')
  .input(keySchema.extend({ value: jsonSchema }))
  .mutation(async ({ ctx, input }) => {
    const { value, ...key } = input;
    return unwrap(await ctx.gateway.replicants.set(key, value));
  });
