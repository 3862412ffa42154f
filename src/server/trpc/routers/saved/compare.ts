import { z } from 'zod';
import { query, unwrap } from '../../init.ts';
import { savedId } from './inputs.ts';

/** What differs between a saved state and another one, or what is live now. */
export const compare = query('saved.read')
  .input(savedId.extend({ against: z.string().min(1).max(64).optional() }))
  .query(async ({ ctx, input }) => unwrap(await ctx.gateway.saved.compare(input.id, input.against)));
