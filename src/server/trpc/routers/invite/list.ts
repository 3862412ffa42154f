import { query, unwrap } from '../../init.ts';

/** Invitations, also those that were used or are over. */
export const list = query('user.manage').query(async ({ ctx }) => unwrap(await ctx.gateway.invites.list()));
