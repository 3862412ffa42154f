import { totpCodeSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** Turns the second factor off, with a code of it. */
export const removeTotp = mutation('account.own')
  .input(totpCodeSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.account.removeTotp(input)));
