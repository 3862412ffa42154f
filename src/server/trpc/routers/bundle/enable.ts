import { mutation, unwrap } from '../../init.ts';
import { bundleName } from './bundle-name.ts';

/** Starts a bundle that a person had disabled. */
export const enable = mutation('bundle.manage')
  .input(bundleName)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.bundles.enable(input.name)));
