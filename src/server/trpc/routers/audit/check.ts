import { query } from '../../init.ts';

/** How far looking through the audit log has come, and what was found. */
export const check = query('audit.read').query(({ ctx }) => ctx.gateway.audit.check());
