import type { Json } from './json.ts';

/** Array methods that NodeCG records as operations (compat.md A.2). */
export const arrayMutators = ['copyWithin', 'fill', 'pop', 'push', 'reverse', 'shift', 'sort', 'splice', 'unshift'] as const;
export type ArrayMutator = (typeof arrayMutators)[number];

/**
 * A change in NodeCG's form. `path` leads to the container: `/` is the root, segments are separated by `/`, a `/` inside a
 * segment is written `~1` (and `~` is not escaped, as in NodeCG). `overwrite` replaces what is at `path`; `add`, `update` and
 * `delete` act on `prop` of the container at `path`; the array mutators run on the array at `path`.
 * A missing `newValue` means undefined.
 */
export type Operation =
  | { path: string; method: 'overwrite'; args: { newValue?: Json | undefined } }
  | { path: string; method: 'add' | 'update'; args: { prop: string; newValue?: Json | undefined } }
  | { path: string; method: 'delete'; args: { prop: string } }
  | { path: string; method: ArrayMutator; args: { mutatorArgs: Json[] } };
