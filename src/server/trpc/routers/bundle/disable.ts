import { mutation, unwrap } from '../../init.ts';
import { bundleName } from './bundle-name.ts';

/** Stops a bundle until a person enables it. Open graphics keep what they show. */
export const disable = mutation('bundle.manage')
  .input(bundleName)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.bundles.disable(input.name)));
