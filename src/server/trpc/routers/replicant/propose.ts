import { requestSchemas } from '#contract/wire';
import { mutation, unwrap } from '../../init.ts';

/** Applies operations to a replicant, all or none. */
export const propose = mutation('replicant.write')
  .input(requestSchemas.propose)
  .mutation(async ({ ctx, input }) => {
    const { namespace, name, operations, baseRevision, onConflict, durable, origin, idempotencyKey, baseStamp } = input;
    const change = {
      ...{ key: { namespace, name }, operations, baseRevision, onConflict },
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      ...(baseStamp !== undefined && { baseStamp }),
    };
    return unwrap(await ctx.gateway.replicants.propose(change, { durable, ...(origin !== undefined && { origin }) }));
  });
