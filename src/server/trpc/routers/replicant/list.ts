import { z } from 'zod';
import { limits } from '#contract/limits';
import { query } from '../../init.ts';

/** Replicants of one namespace, or of all. */
export const list = query('server.see')
  .input(z.object({ namespace: z.string().min(1).max(limits.nameLength).optional() }).default({}))
  .query(({ ctx, input }) => ctx.gateway.replicants.list(input.namespace));
