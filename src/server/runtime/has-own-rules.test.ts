import { expect, it } from 'vitest';
import { z } from 'zod';
import { hasOwnRules } from './has-own-rules.ts';

it.each([
  [
    'an object of everyday rules',
    z.object({
      n: z.number().min(0).max(9),
      i: z.number().int(),
      s: z.string().max(4).nullable(),
      l: z.array(z.enum(['a', 'b'])).min(1),
    }),
  ],
  ['a union', z.union([z.literal(1), z.object({ a: z.boolean().optional() })])],
  ['a record and a tuple', z.record(z.string(), z.tuple([z.number(), z.string()]))],
])('leaves %s to its JSON Schema', (_, schema) => {
  expect(hasOwnRules(schema)).toBe(false);
});

it.each([
  ['a refinement', z.number().refine((n) => n % 2 === 0)],
  ['a refinement deep inside', z.object({ a: z.array(z.object({ b: z.string().refine(() => true) })) })],
  ['a refinement of the whole', z.object({ a: z.number(), b: z.number() }).refine(({ a, b }) => a < b)],
  ['a format', z.object({ mail: z.email() })],
  ['a transform', z.string().transform((text) => text.trim())],
  ['a rewriting check', z.string().trim()],
  ['something that refers to itself', z.lazy(() => z.string())],
])('shows values to a schema with %s', (_, schema) => {
  expect(hasOwnRules(schema)).toBe(true);
});
