import { keySchema } from '#contract/wire';
import { query, refuse } from '../../init.ts';

/** The newest state of a replicant. */
export const read = query('replicant.read')
  .input(keySchema)
  .query(async ({ ctx, input }) => {
    const snapshot = await ctx.gateway.replicants.read(input);
    if (!snapshot)
      throw refuse({ code: 'not-declared', message: `Nobody has declared "${input.name}" in "${input.namespace}".` });
    return snapshot;
  });
