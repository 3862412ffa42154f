import { query } from '../../init.ts';

/** Every open graphics page. */
export const list = query.query(({ ctx }) => ctx.gateway.graphics.list());
