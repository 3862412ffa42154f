import { query } from '../../init.ts';

/** What this server is: versions, addresses, database. */
export const about = query('server.see').query(({ ctx }) => ctx.gateway.system.about());
