import { auditFilterSchema } from '#contract/audit';
import { query } from '../../init.ts';

/** Entries of the audit log, newest first. `cursor` is the number of the oldest that is known. */
export const list = query('audit.read')
  .input(auditFilterSchema.omit({ before: true }).extend({ cursor: auditFilterSchema.shape.before }))
  .query(async ({ ctx, input: { cursor, ...filter } }) => {
    const entries = await ctx.gateway.audit.list({ ...filter, before: cursor });
    const isFull = entries.length === filter.limit;
    return { entries, next: isFull ? entries.at(-1)?.seq : undefined };
  });
