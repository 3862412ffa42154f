import { totpCodeSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** Turns the second factor on. The recovery codes are told this once. */
export const confirmTotp = mutation('account.own')
  .input(totpCodeSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.account.confirmTotp(input)));
