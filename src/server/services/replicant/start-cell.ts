import { diffOperations, overwrite as wholeOverwrite } from '#contract/diff-operations';
import type { Json } from '#contract/json';
import { limits } from '#contract/limits';
import { keyOf, serverActor, type Actor, type DeclareOptions, type ReplicantError, type Snapshot } from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';
import { commit } from './commit.ts';
import { nameOf, readLive, type Cell, type ReplicantContext } from './context.ts';
import { defaultsFromSchema } from '#server/json-schema/defaults-from-schema';
import type { Hydrated } from './hydrate.ts';
import { measureJson } from '#contract/measure-json';
import { measureOperations } from './measure-json.ts';
import { defaultOfKind } from './timer.ts';

/** Brings a replicant to life: with what is stored, else with its default. Call it under the key's lock. */
export async function startCell(
  context: ReplicantContext,
  cell: Cell,
  options: DeclareOptions,
  actor: Actor,
  stored: Hydrated | undefined,
): Promise<ReplicantError | undefined> {
  const needsDefault = stored?.snapshot.value === undefined;
  const initial = needsDefault ? initialValue(context, cell, options) : success(undefined);
  if (!initial.ok) return initial.error;
  const snapshot = stored?.snapshot ?? fresh(context, cell, initial.value);
  const id = keyOf(cell.key);
  // False: another process had it already, and its state counts.
  const isFirst = await context.store.compareAndSet(cell.key, null, snapshot);
  cell.length = measureJson(isFirst ? snapshot.value : (await readLive(context, cell)).value);
  context.cells.set(id, cell);
  if (!isFirst) return undefined;
  for (const change of stored?.changes ?? []) context.recent.add(id, change);
  if (!stored) return storeDefault(context, cell, snapshot);
  context.commits.loaded(cell.key, snapshot, stored.changes.length);
  if (stored.problem) context.commits.checkpoint(cell.key, snapshot);
  if (needsDefault && initial.value !== undefined) await overwrite(context, cell, initial.value, actor);
  if (!needsDefault) await replaceInvalid(context, cell, snapshot);
  return undefined;
}

function fresh(context: ReplicantContext, cell: Cell, value: Json | undefined): Snapshot {
  return { value, revision: context.retired.get(keyOf(cell.key)) ?? 0, stamp: context.epoch };
}

function storeDefault(context: ReplicantContext, cell: Cell, snapshot: Snapshot): undefined {
  if (cell.persistent && snapshot.value !== undefined) context.commits.checkpoint(cell.key, snapshot);
  return undefined;
}

/** The default: the bundle's own, else the declarer's, else the schema's. One that is asked for must be valid; the schema's is taken as it is (NodeCG's rules). */
export function initialValue(
  context: ReplicantContext,
  cell: Cell,
  options: DeclareOptions,
): Result<Json | undefined, ReplicantError> {
  // Not `??`: null is a default like any other.
  const asked = [cell.definition?.defaultValue, options.defaultValue, defaultOfKind(cell.kind)].find(
    (value) => value !== undefined,
  );
  if (asked === undefined) return success(cell.definition?.schema && defaultsFromSchema(cell.definition.schema.json));
  if (measureJson(asked, limits.valueLength) > limits.valueLength) {
    return failure({
      code: 'too-large',
      message: `The default of ${nameOf(cell.key)} is longer than ${limits.valueLength} characters, or too deeply nested.`,
    });
  }
  const problem = context.validator.check(cell.key, cell.definition, asked);
  return problem === undefined ? success(asked) : failure({ code: 'invalid-value', message: problem });
}

/** A stored value that its schema no longer allows gives way to the schema's default, if that one is allowed (NodeCG's rule; the old one stays in the history). */
async function replaceInvalid(context: ReplicantContext, cell: Cell, snapshot: Snapshot): Promise<void> {
  const { key, definition } = cell;
  const problem = context.validator.check(key, definition, snapshot.value);
  if (problem === undefined) return;
  const ofSchema = definition?.schema && defaultsFromSchema(definition.schema.json);
  const candidates = [ofSchema, definition?.defaultValue, defaultOfKind(cell.kind)];
  const replacement = candidates.find(
    (value) => value !== undefined && context.validator.check(key, definition, value) === undefined,
  );
  if (replacement !== undefined) return overwrite(context, cell, replacement, serverActor);
  context.report(
    `The stored value of ${nameOf(key)} breaks its schema, which has no valid default; it is kept until somebody writes a valid one.\n${problem}`,
  );
}

/** Commits a whole new value, as a change like any other. */
export async function overwrite(context: ReplicantContext, cell: Cell, value: Json, actor: Actor): Promise<void> {
  const current = await readLive(context, cell);
  const length = measureJson(value);
  const inverse = diffOperations(value, current.value);
  const sizes = { operationsLength: length + 40, inverseLength: measureOperations(inverse), length };
  const operations = [wholeOverwrite(value)];
  await commit(context, cell, { current, value, operations, inverse, ...sizes, actor }, false);
  // The schema's own default is taken as it is (R4).
  cell.isValid = false;
}
