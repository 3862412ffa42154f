import { isContainer, type Json, type JsonObject } from '#contract/json';
import { parsePath } from '#contract/operation-path';
import type { PlainOperation } from '#contract/operations';
import { success, type Result } from '#contract/result';
import { compileSchema, describeErrors, type FindErrors, type SchemaError } from './compile-schema.ts';
import { isTransparent, step, type Place } from './schema-place.ts';

/** Checks values against one schema. */
export interface SchemaCheck {
  /** Undefined: valid. Else NodeCG's text. */
  whole(value: Json | undefined): string | undefined;
  /**
   * The same for a value that was valid before these operations: looks only where they changed something, so its cost is theirs, as far as the
   * schema judges parts alone. Where it doesn't (`anyOf`, `uniqueItems`, …) the smallest part that is judged alone is checked.
   */
  changed(value: Json | undefined, operations: readonly PlainOperation[]): string | undefined;
}

/** So many compiled parts per schema; the rest is checked as a whole. */
const maxParts = 200;
/** More operations than this touch so much that the whole is cheaper. */
const maxOperations = 100;

/** Compiles a schema, and parts of it when they are first needed. */
export function createSchemaCheck(json: Json): Result<SchemaCheck, SchemaError> {
  const compiled = compileSchema(json);
  if (!compiled.ok) return compiled;
  const findErrors = compiled.value;
  const parts = new Map<string, FindErrors | undefined>();
  const isSplittable = isContainer(json) && !/"\$(?:ref|recursiveRef|dynamicRef)"/.test(JSON.stringify(json));

  function errorsAt({ schema, pointer, path, value }: Place): string | undefined {
    if (pointer === '') return describeErrors(findErrors(value));
    if (Object.keys(schema).length === 0) return undefined;
    if (!parts.has(pointer)) parts.set(pointer, compilePart(json as JsonObject, schema));
    const find = parts.get(pointer);
    return find && describeErrors(find(value), path);
  }

  function changed(value: Json | undefined, operations: readonly PlainOperation[]): string | undefined {
    const places =
      isSplittable && operations.length <= maxOperations ? placesOf(json as JsonObject, value, operations) : undefined;
    if (!places || parts.size + places.length > maxParts) return describeErrors(findErrors(value));
    const problems = places.flatMap((place) => errorsAt(place) ?? []);
    return problems.length > 0 ? [...new Set(problems)].join(', ') : undefined;
  }

  return success({ whole: (value) => describeErrors(findErrors(value)), changed });
}

/** A part belongs to the draft of the whole. One that can't be compiled alone says nothing: the whole schema was compiled, so this doesn't happen. */
function compilePart(root: JsonObject, schema: JsonObject): FindErrors | undefined {
  const compiled = compileSchema(root.$schema === undefined ? schema : { ...schema, $schema: root.$schema });
  return compiled.ok ? compiled.value : undefined;
}

/** The smallest parts that these operations can have made invalid. */
function placesOf(schema: JsonObject, value: Json | undefined, operations: readonly PlainOperation[]): Place[] {
  const root: Place = { schema, pointer: '', path: [], value };
  const moved = movedArrays(operations);
  const places = new Map<string, Place>();
  for (const operation of operations) {
    for (const place of placesOfOne(root, operation, moved)) places.set(JSON.stringify(place.path), place);
  }
  return [...places.values()];
}

/** Paths of arrays whose items got other indexes: what an operation said about an index before that is not true of it any more. */
function movedArrays(operations: readonly PlainOperation[]): string[] {
  if (operations.length === 1) return [];
  return operations.flatMap(({ path, method }) => (['overwrite', 'add', 'update', 'delete'].includes(method) ? [] : [path]));
}

function placesOfOne(root: Place, operation: PlainOperation, moved: readonly string[]): Place[] {
  const { path } = operation;
  const outer = moved.find((array) => path === array || path.startsWith(array === '/' ? '/' : `${array}/`));
  if (outer !== undefined) return [descend(root, parsePath(outer) ?? [])];
  const segments = parsePath(path) ?? [];
  switch (operation.method) {
    case 'overwrite':
      return [descend(root, segments)];
    case 'add':
    case 'update':
      return [descend(root, [...segments, operation.args.prop])];
    case 'delete':
      return placesOfDelete(descend(root, segments), segments, operation.args.prop);
    default:
      return placesOfMutation(descend(root, segments), segments, operation);
  }
}

/** As far down as each part is judged alone. */
function descend(root: Place, segments: readonly string[]): Place {
  let place = root;
  for (const segment of segments) {
    const next = step(place, segment);
    if (!next) return place;
    place = next;
  }
  return place;
}

function placesOfDelete(place: Place, segments: string[], prop: string): Place[] {
  const { schema, value, path } = place;
  const isFree =
    path.length === segments.length &&
    isTransparent(schema) &&
    !Array.isArray(value) &&
    !(Array.isArray(schema.required) && schema.required.includes(prop));
  return isFree ? [] : [place];
}

/** New items at the end, the commonest of all: only they are looked at. */
function placesOfMutation(place: Place, segments: string[], { method, args }: PlainOperation): Place[] {
  const { schema, value, path } = place;
  const count = 'mutatorArgs' in args ? args.mutatorArgs.length : 0;
  if (method !== 'push' || path.length !== segments.length || !Array.isArray(value) || !isTransparent(schema)) return [place];
  if (typeof schema.maxItems === 'number' && value.length > schema.maxItems) return [place];
  return Array.from({ length: count }, (_, index) => step(place, String(value.length - count + index)) ?? place);
}
