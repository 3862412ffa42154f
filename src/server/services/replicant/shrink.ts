import { diffOperations } from '#contract/diff-operations';
import { applyOperations } from '#contract/apply-operations';
import { isContainer, type Json } from '#contract/json';
import { limits } from '#contract/limits';
import type { PlainOperation } from '#contract/operations';
import { measureOperations, replacesRoot } from './measure-json.ts';
import { nothing } from './reconcile.ts';

/** Shorter assignments travel as they are: bundles' listeners see what was written, and there is nothing to gain. */
const largeLength = 2_048;

export type Shrunk = { value: Json | undefined; operations: PlainOperation[]; length: number };

/**
 * A large value that is assigned whole becomes the operations that lead to it from the present one, if those are less than half as long: so
 * it travels and is stored as what changed in it, and shares the rest with the state before (SPEC.md R24). `length`: of the operations, in characters.
 */
export function shrink(before: Json | undefined, after: Json | undefined, operations: PlainOperation[]): Shrunk {
  const length = measureOperations(operations, limits.valueLength);
  const whole = { value: after, operations, length };
  if (length < largeLength || length > limits.valueLength || !replacesRoot(operations)) return whole;
  if (!isContainer(before) || !isContainer(after)) return whole;
  const difference = diffOperations(before, after);
  const few = difference.length > 0 ? difference : (nothing(after) as PlainOperation[]);
  if (few.length > limits.operationsPerProposal) return whole;
  const fewLength = measureOperations(few, length / 2);
  if (fewLength >= length / 2) return whole;
  const applied = applyOperations(before, few);
  return applied.ok ? { value: applied.value, operations: few, length: fewLength } : whole;
}
