import { query, refuse } from '../../init.ts';
import { bundleName } from './bundle-name.ts';

/** One bundle. */
export const get = query('bundle.see')
  .input(bundleName)
  .query(async ({ ctx, input }) => {
    const bundle = await ctx.gateway.bundles.get(input.name);
    if (!bundle)
      throw refuse({
        code: 'unknown-bundle',
        message: `There is no bundle "${input.name}". Check its folder's name in bundles/.`,
      });
    return bundle;
  });
