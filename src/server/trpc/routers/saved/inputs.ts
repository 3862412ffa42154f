import { z } from 'zod';
import { limits } from '#contract/limits';

export const savedId = z.object({ id: z.string().min(1).max(64) });
export const savedName = z.string().trim().min(1).max(limits.nameLength);
/** A bundle, or null for the whole show. */
export const savedScope = z.string().min(1).max(limits.nameLength).nullable();
