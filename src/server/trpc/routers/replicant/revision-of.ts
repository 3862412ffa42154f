import { z } from 'zod';
import { keySchema } from '#contract/wire';

export const revisionOf = keySchema.extend({ revision: z.number().int().min(0) });
