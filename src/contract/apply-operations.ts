import { isContainer, type Json, type JsonObject } from './json.ts';
import { limits } from './limits.ts';
import { parsePath } from './operation-path.ts';
import { arrayMutators, type ArrayMutator, type Operation } from './operations.ts';
import { failure, success, type Result } from './result.ts';

export { isAddressable, joinPath, parsePath } from './operation-path.ts';

/** What is wrong with an operation, and where. */
export type OperationError = { code: 'invalid-operation'; message: string; path: string };

type Container = Json[] | JsonObject;
/** The value being made: `owned` are the containers that this call copied, which it may therefore change in place. */
type Draft = { root: Json | undefined; owned: Set<object> };
/** Undefined: fine. A text: what is wrong. */
type Problem = string | undefined;

/**
 * The value after these operations, or the first thing wrong with them: all or nothing. The input is never changed; the result
 * shares everything with it but the containers on the paths, each of which is copied once per call. Never throws, whatever it is given.
 */
export function applyOperations(
  value: Json | undefined,
  operations: readonly Operation[],
): Result<Json | undefined, OperationError> {
  if (!Array.isArray(operations)) return invalid('/', 'operations must be an array');
  const draft: Draft = { root: value, owned: new Set() };
  for (const operation of operations as unknown[]) {
    if (!isContainer(operation)) return invalid('/', 'an operation must be an object');
    const { path } = operation as { path?: unknown };
    const problem = applyOne(draft, operation as unknown as Operation);
    if (problem !== undefined) return invalid(typeof path === 'string' ? path.slice(0, 256) : '/', problem);
  }
  return success(draft.root);
}

function invalid(path: string, message: string): Result<never, OperationError> {
  return failure({ code: 'invalid-operation', message: `${message} (at ${path})`, path });
}

function applyOne(draft: Draft, operation: Operation): Problem {
  const segments = parsePath(operation.path);
  if (!segments) return `"path" must start with "/" and have at most ${limits.pathDepth} segments`;
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
