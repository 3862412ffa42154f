import { query, unwrap } from '../../init.ts';

/** Who is signed in: the account itself, with its second factor and providers. */
export const me = query('account.own').query(async ({ ctx }) => unwrap(await ctx.gateway.account.me()));
