import { query } from '../../init.ts';

/** Restricted workspaces and bundles: those that who asks may see. */
export const list = query('server.see').query(({ ctx }) => ctx.gateway.restrictions.list());
