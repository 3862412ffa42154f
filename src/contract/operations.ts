import type { Json } from './json.ts';

/** Array methods that NodeCG records as operations (compat.md A.2). */
export const arrayMutators = ['copyWithin', 'fill', 'pop', 'push', 'reverse', 'shift', 'sort', 'splice', 'unshift'] as const;
export type ArrayMutator = (typeof arrayMutators)[number];

/** Ours beside NodeCG's: see {@link Operation}. The server turns them into NodeCG's form when it commits them, so listeners and history never see them. */
export const meaningMethods = ['increment', 'compareAndSet', 'removeWhere'] as const;
export type MeaningMethod = (typeof meaningMethods)[number];

/**
 * A change in NodeCG's form. `path` leads to the container: `/` is the root, segments are separated by `/`, a `/` inside a
 * segment is written `~1` (and `~` is not escaped, as in NodeCG). `overwrite` replaces what is at `path`; `add`, `update` and
 * `delete` act on `prop` of the container at `path`; the array mutators run on the array at `path`.
 * A missing `newValue` means undefined.
 *
 * Three more say what is meant, so that they hold whatever others did meanwhile; they act on what is AT `path`:
 * - `increment` adds `by` to a number; a missing one counts as 0.
 * - `compareAndSet` sets `newValue` if what is there equals `expected` (missing: nothing is there), else the proposal fails with `mismatch`.
 * - `removeWhere` takes out of an array every object whose `key` (default `id`) equals `id`; none is fine.
 */
export type Operation =
  | { path: string; method: 'overwrite'; args: { newValue?: Json | undefined } }
  | { path: string; method: 'add' | 'update'; args: { prop: string; newValue?: Json | undefined } }
  | { path: string; method: 'delete'; args: { prop: string } }
  | { path: string; method: ArrayMutator; args: { mutatorArgs: Json[] } }
  | { path: string; method: 'increment'; args: { by: number } }
  | { path: string; method: 'compareAndSet'; args: { expected?: Json | undefined; newValue?: Json | undefined } }
  | { path: string; method: 'removeWhere'; args: { id: string | number; key?: string | undefined } };

/** What listeners, frames and the history carry: NodeCG's operations only. */
export type PlainOperation = Exclude<Operation, { method: MeaningMethod }>;
