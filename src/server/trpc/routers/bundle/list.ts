import { query } from '../../init.ts';

/** Every bundle that was found, good or bad. */
export const list = query('server.see').query(({ ctx }) => ctx.gateway.bundles.list());
