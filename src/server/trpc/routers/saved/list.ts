import { z } from 'zod';
import { query } from '../../init.ts';
import { savedScope } from './inputs.ts';

/** Saved states of a bundle, of the whole show, or all. */
export const list = query('server.see')
  .input(z.object({ namespace: savedScope.optional() }).default({}))
  .query(({ ctx, input }) => ctx.gateway.saved.list(input.namespace));
