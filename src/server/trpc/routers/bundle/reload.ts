import { mutation, unwrap } from '../../init.ts';
import { bundleName } from './bundle-name.ts';

/** Reads everything of a bundle again and restarts its extension. */
export const reload = mutation('bundle.manage')
  .input(bundleName)
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.bundles.reload(input.name)));
