import { keySchema } from '#contract/wire';
import { query, refuse } from '../../init.ts';

/** Everything about a replicant but its value, which may be large: `read` and the live connection have it. */
export const details = query('replicant.history')
  .input(keySchema)
  .query(async ({ ctx, input }) => {
    const found = await ctx.gateway.replicants.details(input);
    if (!found) throw refuse({ code: 'not-declared', message: `Nobody has declared "${input.name}" in "${input.namespace}".` });
    const { summary, schema, merge, followers } = found;
    return { summary, schema, merge, followers };
  });
