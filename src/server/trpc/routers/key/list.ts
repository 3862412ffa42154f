import { query, unwrap } from '../../init.ts';

/** API tokens and graphics keys: everybody’s for who manages keys, else one’s own. */
export const list = query('account.own').query(async ({ ctx }) => unwrap(await ctx.gateway.keys.list()));
