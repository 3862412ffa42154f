import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import { limits } from '#contract/limits';
import { measureJson } from '#contract/measure-json';

export { measureJson };

/** About how many characters operations have as JSON, with what each costs around its arguments. Costs what the operations are long, never what the value is. */
export function measureOperations(operations: readonly Operation[], budget: number = Number.MAX_SAFE_INTEGER): number {
  let length = 0;
  for (const operation of operations) {
    if (length > budget) return length;
    length += 40 + operation.path.length + measureArguments(operation, budget - length);
  }
  return length;
}

function measureArguments(operation: Operation, budget: number): number {
  const depth = depthOf(operation);
  if ('mutatorArgs' in operation.args) return measureJson(operation.args.mutatorArgs, budget, depth);
  const prop = 'prop' in operation.args ? operation.args.prop : '';
  return prop.length + ('newValue' in operation.args ? measureJson(operation.args.newValue, budget, depth) : 0);
}

/** How deep what an operation brings will lie. The list of a mutator's arguments stands for the array that they go into. */
function depthOf({ path, method }: Operation): number {
  const pathDepth = path === '/' ? 0 : path.split('/').length - 1;
  return method === 'add' || method === 'update' ? pathDepth + 1 : pathDepth;
}

/**
 * How many characters a value can have after these operations, from an upper bound of before. Undefined: over `limits.valueLength`, or
 * too deep. Reads the value itself only when the sum of the operations can't tell.
 */
export function boundLength(
  before: number,
  after: Json | undefined,
  operations: readonly Operation[],
  operationsLength: number,
): number | undefined {
  const bound = operations.reduce(
    (sum, operation) => sum + growth(operation),
    operationsLength + (replacesRoot(operations) ? 0 : before),
  );
  if (bound <= limits.valueLength) return bound;
  const measured = measureJson(after, limits.valueLength);
  return measured <= limits.valueLength ? measured : undefined;
}

/** What an operation can add beyond its own arguments. */
function growth(operation: Operation): number {
  // These two multiply what is there or what they bring.
  if (operation.method === 'copyWithin' || operation.method === 'fill') return Infinity;
  if (operation.method !== 'add' && operation.method !== 'update') return 0;
  const { prop, newValue } = operation.args;
  const lastIndex = prop === 'length' ? Number(newValue) : Number(prop);
  // An index behind the end leaves holes, each of them a `null,`.
  return lastIndex > 0 ? 5 * lastIndex : 0;
}

/** True if the value before these operations doesn't matter. */
export function replacesRoot(operations: readonly Operation[]): boolean {
  const first = operations[0];
  return first?.method === 'overwrite' && first.path === '/';
}
