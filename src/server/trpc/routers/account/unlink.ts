import { providerSchema } from '#contract/internal-identity';
import { mutation, unwrap } from '../../init.ts';

/** Forgets a provider that one could sign in with. */
export const unlink = mutation('account.own')
  .input(providerSchema)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.account.unlink(input)));
