import { query } from '../../init.ts';

/** Every open graphics page. */
export const list = query('server.see').query(({ ctx }) => ctx.gateway.graphics.list());
