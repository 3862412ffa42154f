import { joinPath, parsePath } from '#contract/operation-path';
import type { Operation } from '#contract/operations';

/** Operations as NodeCG's clients apply them: the same array where they already are. What they don't know at all never leaves the service. */
export function toNodecgOperations(operations: readonly Operation[]): readonly Operation[] {
  return operations.every(isUnderstood) ? operations : operations.map((operation) => translate(operation));
}

function isUnderstood({ method, path, args }: Operation): boolean {
  if (method === 'overwrite') return path === '/';
  return method !== 'sort' || args.mutatorArgs.length === 0;
}

function translate(operation: Operation): Operation {
  if (isUnderstood(operation)) return operation;
  switch (operation.method) {
    case 'overwrite': {
      // NodeCG's overwrite replaces the root, whatever its path says.
      const segments = parsePath(operation.path) ?? [];
      const prop = segments.pop() ?? '';
      return { path: joinPath(segments), method: 'update', args: { prop, ...operation.args } };
    }
    case 'sort':
      // A comparator doesn't survive JSON, and what is left of it makes a client's own sort throw.
      return { ...operation, args: { mutatorArgs: [] } };
    default:
      return operation;
  }
}
