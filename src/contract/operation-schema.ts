import { z } from 'zod';
import { limits } from './limits.ts';
import { arrayMutators, type Operation } from './operations.ts';
import type { Json } from './json.ts';

const path = z
  .string()
  .max(limits.pathLength)
  .refine((text) => text.startsWith('/'), 'must start with "/"');
const prop = z.string().max(limits.pathLength);
const value = z.custom<Json | undefined>(() => true).optional();

/** One operation from outside. The bytes were bounded by the frame limit; what the path leads to is checked when it is applied. */
export const operationSchema: z.ZodType<Operation, Operation> = z.discriminatedUnion('method', [
  z.object({ path, method: z.literal('overwrite'), args: z.object({ newValue: value }) }),
  z.object({ path, method: z.enum(['add', 'update']), args: z.object({ prop, newValue: value }) }),
  z.object({ path, method: z.literal('delete'), args: z.object({ prop }) }),
  z.object({ path, method: z.literal('increment'), args: z.object({ by: z.number() }) }),
  z.object({ path, method: z.literal('compareAndSet'), args: z.object({ expected: value, newValue: value }) }),
  z.object({
    path,
    method: z.literal('removeWhere'),
    args: z.object({ id: z.union([z.string().max(limits.pathLength), z.number()]), key: prop.optional() }),
  }),
  z.object({ path, method: z.enum(arrayMutators), args: z.object({ mutatorArgs: z.array(z.custom<Json>(() => true)) }) }),
]);
