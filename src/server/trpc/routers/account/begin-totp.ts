import { beginTotpSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** A secret for a second factor, for who says the password again. It counts once a code of it was confirmed. */
export const beginTotp = mutation('account.own')
  .input(beginTotpSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.account.beginTotp(input)));
