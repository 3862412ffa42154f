// A client's part of an operation, in place, as the benchmark's peers do it. `src/contract/apply-operations.ts` is the server's.
const arrayMutators = new Set(['copyWithin', 'fill', 'pop', 'push', 'reverse', 'shift', 'sort', 'splice', 'unshift']);

/** The value after `operations`; containers are changed in place. Throws for an operation that it doesn't know. */
export function applyOperations(value, operations) {
  for (const { path, method, args } of operations) {
    if (method === 'overwrite' || method === 'increment') {
      const apply = method === 'overwrite' ? () => args.newValue : (before) => (before ?? 0) + args.by;
      value = replaceAt(value, segmentsOf(path), apply);
      continue;
    }
    const container = segmentsOf(path).reduce((inner, segment) => inner[segment], value);
    if (arrayMutators.has(method)) container[method](...args.mutatorArgs);
    else if (method === 'add' || method === 'update') container[args.prop] = args.newValue;
    else if (method === 'delete') delete container[args.prop];
    else throw new Error(`The benchmark's client does not know the operation "${method}".`);
  }
  return value;
}

function replaceAt(value, segments, apply) {
  const last = segments.pop();
  if (last === undefined) return apply(value);
  const container = segments.reduce((inner, segment) => inner[segment], value);
  container[last] = apply(container[last]);
  return value;
}

function segmentsOf(path) {
  return path === '/'
    ? []
    : path
        .slice(1)
        .split('/')
        .map((segment) => segment.replaceAll('~1', '/'));
}
