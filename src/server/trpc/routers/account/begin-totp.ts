import { mutation, unwrap } from '../../init.ts';

/** A secret for a second factor, which counts once a code of it was confirmed. */
export const beginTotp = mutation('account.own').mutation(async ({ ctx }) => unwrap(await ctx.gateway.account.beginTotp()));
