import { applyOperations } from '#contract/apply-operations';
import { diffOperations, overwrite } from '#contract/diff-operations';
import { isContainer, type Json, type JsonObject } from '#contract/json';
import { isAddressable, joinPath, parsePath } from '#contract/operation-path';
import { limits } from '#contract/limits';
import { meaningMethods, type Operation } from '#contract/operations';
import type { MergeStrategy } from '#contract/replicant';
import { mergeValues } from './merge-values.ts';

export type Reconciled = {
  operations: Operation[];
  /** They mean something else than what was proposed. */
  rewritten: boolean;
};

/** The state that a writer saw; undefined where nobody knows it any more. */
export type Base = { value: Json | undefined } | undefined;

/**
 * What a merge strategy makes of operations that were meant for an older state (SPEC.md R21 to R23). Undefined: it can't be told without that state, which nobody
 * knows any more; the writer has to look at the newest one first.
 */
export function reconcile(
  strategy: MergeStrategy,
  operations: Operation[],
  base: Base,
  now: Json | undefined,
): Reconciled | undefined {
  // What is said by its meaning holds on any state, and must be judged on the newest one.
  if (strategy === 'last-write-wins' || !operations.some(assigns) || operations.some(isMeant))
    return { operations, rewritten: false };
  const proposed = base && applyOperations(base.value, operations);
  // What could not even be made of the state that its writer saw is refused as it stands.
  if (proposed && !proposed.ok) return { operations, rewritten: false };
  if (strategy === 'counter') return base && proposed ? count(base.value, proposed.value) : undefined;
  const merged =
    base && proposed ? mergeValues(base.value, proposed.value, now, { onConflict: 'take' }).value : mergeInto(now, operations);
  return merged === undefined ? { operations, rewritten: false } : { operations: towards(now, merged), rewritten: true };
}

function isMeant({ method }: Operation): boolean {
  return (meaningMethods as readonly string[]).includes(method);
}

function assigns({ method }: Operation): boolean {
  return method === 'overwrite' || method === 'add' || method === 'update';
}

/** Numbers become differences; everything else is as it was. */
function count(base: Json | undefined, proposed: Json | undefined): Reconciled {
  const operations = diffOperations(base, proposed).map((operation): Operation => {
    if (operation.method === 'overwrite') return asIncrement([], base, operation.args.newValue) ?? operation;
    if (operation.method !== 'update') return operation;
    const segments = parsePath(operation.path) ?? [];
    const { prop, newValue } = operation.args;
    return asIncrement([...segments, prop], valueAt(base, [...segments, prop]), newValue) ?? operation;
  });
  return { operations: operations.length > 0 ? operations : nothing(proposed), rewritten: true };
}

function asIncrement(segments: string[], before: Json | undefined, after: Json | undefined): Operation | undefined {
  if (typeof before !== 'number' || typeof after !== 'number' || !isAddressable(segments)) return undefined;
  return { path: joinPath(segments), method: 'increment', args: { by: after - before } };
}

function valueAt(value: Json | undefined, segments: string[]): Json | undefined {
  return segments.reduce<Json | undefined>(
    (at, segment) => (isContainer(at) && Object.hasOwn(at, segment) ? (at as JsonObject)[segment] : undefined),
    value,
  );
}

/** Without the state that the writer saw: an object assigned whole changes the fields that it has. Undefined: nothing to merge. */
function mergeInto(now: Json | undefined, operations: Operation[]): Json | undefined {
  const [operation, ...more] = operations;
  if (more.length > 0 || operation?.method !== 'overwrite' || operation.path !== '/') return undefined;
  return isRecord(now) && isRecord(operation.args.newValue) ? mergeRecords(now, operation.args.newValue) : undefined;
}

function mergeRecords(now: JsonObject, wish: JsonObject): JsonObject {
  const merged = Object.entries(wish).map(([key, value]): [string, Json] => {
    const before = Object.hasOwn(now, key) ? now[key] : undefined;
    return [key, isRecord(before) && isRecord(value) ? mergeRecords(before, value) : value];
  });
  return Object.fromEntries([...Object.entries(now), ...merged]);
}

function isRecord(value: Json | undefined): value is JsonObject {
  return isContainer(value) && !Array.isArray(value);
}

/** Operations that make `wish` of `now`, in one proposal. */
export function towards(now: Json | undefined, wish: Json | undefined): Operation[] {
  const operations = diffOperations(now, wish);
  if (operations.length === 0) return nothing(now);
  return operations.length > limits.operationsPerProposal ? [overwrite(wish)] : operations;
}

/** A change that changes nothing: the writer is told a revision of its own, as for any other write. */
export function nothing(value: Json | undefined): Operation[] {
  if (Array.isArray(value)) return [{ path: '/', method: 'splice', args: { mutatorArgs: [0, 0] } }];
  if (!isRecord(value)) return [{ path: '/', method: 'overwrite', args: value === undefined ? {} : { newValue: value } }];
  let prop = '';
  while (Object.hasOwn(value, prop)) prop += '_';
  return [{ path: '/', method: 'delete', args: { prop } }];
}
