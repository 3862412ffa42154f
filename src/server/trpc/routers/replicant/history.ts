import { z } from 'zod';
import { keySchema } from '#contract/wire';
import { query } from '../../init.ts';

const page = keySchema.extend({
  limit: z.number().int().min(1).max(200).default(50),
  before: z.number().int().min(1).optional(),
});

/** Who changed what when, newest first. `before` pages back by revision. */
export const history = query('replicant.history')
  .input(page)
  .query(({ ctx, input }) => {
    const { namespace, name, limit, before } = input;
    return ctx.gateway.replicants.history({ namespace, name }, { limit, ...(before !== undefined && { before }) });
  });
