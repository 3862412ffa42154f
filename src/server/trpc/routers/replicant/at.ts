import { query, unwrap } from '../../init.ts';
import { revisionOf } from './revision-of.ts';

/** The state that a replicant had at a revision. */
export const at = query('replicant.history')
  .input(revisionOf)
  .query(async ({ ctx, input }) => {
    const { revision, ...key } = input;
    return unwrap(await ctx.gateway.replicants.at(key, revision));
  });
