import { isContainer, type Json, type JsonObject } from './json.ts';
import { limits } from './limits.ts';
import { joinPath, parsePath } from './operation-path.ts';
import {
  arrayMutators,
  meaningMethods,
  type ArrayMutator,
  type MeaningMethod,
  type Operation,
  type PlainOperation,
} from './operations.ts';
import { failure, success, type Result } from './result.ts';
import { isSameJson } from './same-json.ts';

export { isAddressable, joinPath, parsePath } from './operation-path.ts';

/** What is wrong with an operation, and where. `mismatch`: a `compareAndSet` found something else; everything else is `invalid-operation`. */
export type OperationError = { code: 'invalid-operation' | 'mismatch'; message: string; path: string };
/** A value, and the operations that led to it in NodeCG's form. */
export type Applied = { value: Json | undefined; operations: PlainOperation[] };

type Container = Json[] | JsonObject;
/** The value being made: `owned` are the containers that this call copied, which it may therefore change in place. */
type Draft = { root: Json | undefined; owned: Set<object> };
/** Undefined: fine. A text: what is wrong. */
type Problem = string | undefined;
/** An operation that says what is meant, as the plain ones that do it here and now; or what is wrong. */
type Expanded = PlainOperation[] | { code: OperationError['code']; message: string };

/**
 * The value after these operations, or the first thing wrong with them: all or nothing. The input is never changed; the result
 * shares everything with it but the containers on the paths, each of which is copied once per call. Never throws, whatever it is given.
 */
export function applyOperations(
  value: Json | undefined,
  operations: readonly Operation[],
): Result<Json | undefined, OperationError> {
  const applied = resolveOperations(value, operations);
  return applied.ok ? success(applied.value.value) : applied;
}

/** {@link applyOperations}, which also says what happened in NodeCG's operations alone: the same array where they all are. */
export function resolveOperations(value: Json | undefined, operations: readonly Operation[]): Result<Applied, OperationError> {
  if (!Array.isArray(operations)) return invalid('/', 'operations must be an array');
  const draft: Draft = { root: value, owned: new Set() };
  const plain: PlainOperation[] = [];
  let isPlain = true;
  for (const operation of operations as unknown[]) {
    if (!isContainer(operation)) return invalid('/', 'an operation must be an object');
    const one = operation as unknown as Operation;
    const path = typeof one.path === 'string' ? one.path.slice(0, 256) : '/';
    if (!meansMore(one)) {
      const problem = applyOne(draft, one);
      if (problem !== undefined) return invalid(path, problem);
      plain.push(one);
      continue;
    }
    isPlain = false;
    const expanded = expand(draft, one);
    if (!Array.isArray(expanded)) return invalid(path, expanded.message, expanded.code);
    for (const part of expanded) {
      const problem = applyOne(draft, part);
      if (problem !== undefined) return invalid(path, problem);
      plain.push(part);
    }
  }
  return success({ value: draft.root, operations: isPlain ? (operations as PlainOperation[]) : plain });
}

function invalid(
  path: string,
  message: string,
  code: OperationError['code'] = 'invalid-operation',
): Result<never, OperationError> {
  return failure({ code, message: `${message} (at ${path})`, path });
}

function meansMore(operation: Operation): operation is Extract<Operation, { method: MeaningMethod }> {
  return (meaningMethods as readonly string[]).includes(operation.method);
}

function expand(draft: Draft, operation: Extract<Operation, { method: MeaningMethod }>): Expanded {
  const segments = parsePath(operation.path);
  if (!segments) return wrong(pathProblem);
  if (!isContainer(operation.args)) return wrong('"args" must be an object');
  const found = segments.reduce<Json | undefined>(
    (at, segment) => (isContainer(at) ? childOf(at, segment) : undefined),
    draft.root,
  );
  switch (operation.method) {
    case 'increment':
      return increment(operation.path, segments, { by: operation.args.by, found });
    case 'compareAndSet':
      if (isSameJson(found, operation.args.expected)) return [put(segments, operation.args.newValue)];
      return { code: 'mismatch', message: 'there is another value than the expected one' };
    case 'removeWhere':
      return removeWhere(segments, operation.args, found);
  }
}

function increment(path: string, segments: string[], { by, found = 0 }: { by: unknown; found: Json | undefined }): Expanded {
  if (typeof by !== 'number' || !Number.isFinite(by)) return wrong('"by" must be a number');
  if (typeof found !== 'number') return wrong(`"increment" needs a number, but there is ${describe(found)}`);
  const sum = found + by;
  return Number.isFinite(sum) ? [put(segments, sum)] : wrong(`the sum at ${path} would be too large for a number`);
}

function removeWhere(segments: string[], { id, key = 'id' }: { id: unknown; key?: unknown }, found: Json | undefined): Expanded {
  if (typeof id !== 'string' && typeof id !== 'number') return wrong('"id" must be a text or a number');
  if (typeof key !== 'string') return wrong('"key" must be a text');
  if (!Array.isArray(found))
    return wrong(`"removeWhere" needs an array, but there is ${isContainer(found) ? 'an object' : describe(found)}`);
  const isMatch = (item: Json | undefined): boolean =>
    isContainer(item) && !Array.isArray(item) && Object.hasOwn(item, key) && item[key] === id;
  const runs: { start: number; count: number }[] = [];
  for (let index = 0; index < found.length; index++) {
    const last = runs.at(-1);
    if (!isMatch(found[index])) continue;
    if (last && last.start + last.count === index) last.count += 1;
    else runs.push({ start: index, count: 1 });
  }
  if (runs.length > mostSplices)
    return [
      put(
        segments,
        found.filter((item) => !isMatch(item)),
      ),
    ];
  // From the end, so that the indexes before stay true.
  return runs
    .reverse()
    .map(({ start, count }) => ({ path: joinPath(segments), method: 'splice', args: { mutatorArgs: [start, count] } }));
}

/** Sets what is at a path, in the form that NodeCG's clients know: its `overwrite` is for the root only. */
function put(segments: string[], newValue: Json | undefined): PlainOperation {
  const prop = segments.at(-1);
  if (prop === undefined) return { path: '/', method: 'overwrite', args: { newValue } };
  return { path: joinPath(segments.slice(0, -1)), method: 'update', args: { prop, newValue } };
}

function wrong(message: string): Expanded {
  return { code: 'invalid-operation', message };
}

/** More pieces than this are longer than what is left of the array. */
const mostSplices = 20;

const pathProblem = `"path" must start with "/" and have at most ${limits.pathDepth} segments`;

function applyOne(draft: Draft, operation: Exclude<Operation, { method: MeaningMethod }>): Problem {
  const segments = parsePath(operation.path);
  if (!segments) return pathProblem;
  if (segments.includes('__proto__')) return '"__proto__" cannot be part of a path';
  if (!isContainer(operation.args)) return '"args" must be an object';
  switch (operation.method) {
    case 'overwrite':
      return overwrite(draft, segments, operation.args.newValue);
    case 'add':
    case 'update':
      return change(draft, segments, operation.args.prop, (container, prop) => setProp(container, prop, operation.args.newValue));
    case 'delete':
      return change(draft, segments, operation.args.prop, deleteProp);
    default:
      return mutate(draft, segments, operation.method, operation.args.mutatorArgs);
  }
}

function overwrite(draft: Draft, segments: string[], newValue: Json | undefined): Problem {
  const prop = segments.pop();
  if (prop !== undefined) return change(draft, segments, prop, (container, last) => setProp(container, last, newValue));
  draft.root = newValue;
  return undefined;
}

function change(draft: Draft, segments: string[], prop: unknown, act: (container: Container, prop: string) => Problem): Problem {
  if (typeof prop !== 'string' || prop.length > limits.pathLength) return '"prop" must be a string';
  if (prop === '__proto__') return '"__proto__" cannot be a property';
  const container = reach(draft, segments);
  return typeof container === 'string' ? container : act(container, prop);
}

function mutate(draft: Draft, segments: string[], method: ArrayMutator, args: unknown): Problem {
  if (!arrayMutators.includes(method))
    return `"method" must be overwrite, add, update, delete or one of ${arrayMutators.join(', ')}`;
  if (!Array.isArray(args)) return '"mutatorArgs" must be an array';
  const array = reach(draft, segments);
  if (typeof array === 'string') return array;
  if (!Array.isArray(array)) return `"${method}" needs an array, but there is an object`;
  try {
    // Comparator functions don't survive the wire (compat.md A.2), and sort throws for anything else.
    Reflect.apply(Array.prototype[method] as (...items: Json[]) => unknown, array, method === 'sort' ? [] : (args as Json[]));
  } catch (error) {
    return `"${method}" failed: ${error instanceof Error ? error.message : 'unknown reason'}`;
  }
  // copyWithin puts one container in two places: neither may be changed in place any more.
  if (method === 'copyWithin') draft.owned.clear();
  return undefined;
}

/** The container at a path, made changeable together with everything above it; or what is wrong with the path. */
function reach(draft: Draft, segments: string[]): Container | string {
  if (!isContainer(draft.root)) return `the value is ${describe(draft.root)}, not an object or array`;
  let container = own(draft, draft.root);
  draft.root = container;
  for (const segment of segments) {
    const child = childOf(container, segment);
    if (!isContainer(child))
      return `${JSON.stringify(segment.slice(0, 64))} leads to ${describe(child)}, not to an object or array`;
    const owned = own(draft, child);
    if (owned !== child) (container as JsonObject)[segment] = owned;
    container = owned;
  }
  return container;
}

function own(draft: Draft, container: Container): Container {
  if (draft.owned.has(container)) return container;
  const copy = Array.isArray(container) ? container.slice() : { ...container };
  draft.owned.add(copy);
  return copy;
}

function childOf(container: Container, segment: string): Json | undefined {
  if (Array.isArray(container) && indexOf(segment) === undefined) return undefined;
  return Object.hasOwn(container, segment) ? (container as JsonObject)[segment] : undefined;
}

function setProp(container: Container, prop: string, value: Json | undefined): Problem {
  if (Array.isArray(container)) return setElement(container, prop, value);
  // JSON has no undefined: the key vanishes, as it would on the wire.
  if (value === undefined) delete container[prop];
  else container[prop] = value;
  return undefined;
}

function setElement(array: Json[], prop: string, value: Json | undefined): Problem {
  const longest = array.length + limits.arrayGap;
  if (prop === 'length') {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return '"length" must be a whole number';
    if (value > longest) return `an array of ${array.length} cannot grow to ${value} at once`;
    array.length = value;
    return undefined;
  }
  const index = indexOf(prop);
  if (index === undefined) return `${JSON.stringify(prop.slice(0, 64))} is not an array index`;
  if (index > longest) return `index ${index} is too far behind the end of an array of ${array.length}`;
  array[index] = value ?? null;
  return undefined;
}

/** Deleting what isn't there is fine; in an array it leaves a hole (compat.md B53). */
function deleteProp(container: Container, prop: string): Problem {
  if (!Array.isArray(container)) {
    delete container[prop];
    return undefined;
  }
  const index = indexOf(prop);
  if (index === undefined) return `${JSON.stringify(prop.slice(0, 64))} is not an array index`;
  // eslint-disable-next-line @typescript-eslint/no-array-delete -- the hole is NodeCG's documented result
  delete container[index];
  return undefined;
}

function indexOf(segment: string): number | undefined {
  return /^(?:0|[1-9]\d{0,9})$/.test(segment) ? Number(segment) : undefined;
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  return value === null ? 'null' : `a ${typeof value}`;
}
