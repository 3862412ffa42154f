import { expect, it } from 'vitest';
import { keySchema } from './wire.ts';

it.each(['\u0000', 'a\nb', 'half a pair \ud83d', '\udca9', '', 'x'.repeat(257)])('refuses %j as a replicant’s name', (name) => {
  expect(keySchema.safeParse({ namespace: 'show', name }).success).toBe(false);
});

it.each(['score', 'graphics:instances', 'a/b', '漢字', '💩', '__proto__', ' '])('takes %j as a replicant’s name', (name) => {
  expect(keySchema.safeParse({ namespace: 'show', name }).success).toBe(true);
});
