import { z } from 'zod';
import { limits } from '#contract/limits';

export const bundleName = z.object({ name: z.string().min(1).max(limits.nameLength) });
