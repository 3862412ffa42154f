import { query, unwrap } from '../../init.ts';

/** Everybody who has an account. */
export const list = query('user.manage').query(async ({ ctx }) => unwrap(await ctx.gateway.users.list()));
