import { mutation, unwrap } from '../../init.ts';
import { revisionOf } from './revision-of.ts';

/** Brings the value of an earlier revision back, as a new change. */
export const restore = mutation('replicant.write')
  .input(revisionOf)
  .mutation(async ({ ctx, input }) => {
    const { revision, ...key } = input;
    const { revision: now, stamp } = unwrap(await ctx.gateway.replicants.restore(key, revision));
    return { revision: now, stamp };
  });
