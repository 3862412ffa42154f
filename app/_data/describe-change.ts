import type { Json } from '#contract/json';
import { parsePath } from '#contract/operation-path';
import type { Operation } from '#contract/operations';
import type { HistoryEntry } from '#contract/replicant';
import { jsonDifferences } from './json/json-differences.ts';
import { showPath } from './json/json-at.ts';
import { showJson } from './json/show-json.ts';

/** One thing that a change did: where, and from what to what. `call` is an array's method with its arguments. */
export type ChangeLine = { place: string; before?: string; after?: string; call?: string };
export type ChangeSummary = { lines: ChangeLine[]; more: number };

/** What a row of the history changed, in at most `most` lines. `root` names the value as a whole. */
export function describeChange({ operations, inverse }: HistoryEntry, root: string, most = 3): ChangeSummary {
  const only = operations.length === 1 ? operations[0] : undefined;
  const back = inverse?.length === 1 ? inverse[0] : undefined;
  if (only?.method === 'overwrite' && back?.method === 'overwrite' && only.path === back.path)
    return describeWhole([back.args.newValue, only.args.newValue], segmentsOf(only), root, most);
  const lasting = netOperations(operations, root);
  const lines = lasting.slice(0, most).map((operation) => describeOne(operation, inverse, root));
  return { lines, more: lasting.length - lines.length };
}

/** Without what a later operation of the same row set anew: a slider that was dragged is one line. */
function netOperations(operations: Operation[], root: string): Operation[] {
  const last = new Map<string, Operation>();
  for (const operation of operations) if (isSetting(operation)) last.set(showPath(segmentsOf(operation), root), operation);
  return operations.filter((operation) => !isSetting(operation) || last.get(showPath(segmentsOf(operation), root)) === operation);
}

function isSetting({ method }: Operation): boolean {
  return method === 'overwrite' || method === 'add' || method === 'update' || method === 'delete';
}

/** A value that was assigned whole, by what is different in it. */
function describeWhole(
  [from, to]: [Json | undefined, Json | undefined],
  at: string[],
  root: string,
  most: number,
): ChangeSummary {
  const found = jsonDifferences(from, to, { limit: 100 });
  const lines = found.slice(0, most).map(({ path, before, after }) => ({
    place: showPath([...at, ...path], root),
    ...(before !== undefined && { before: showJson(before, 40) }),
    ...(after !== undefined && { after: showJson(after, 40) }),
  }));
  return { lines, more: found.length - lines.length };
}

function describeOne(operation: Operation, inverse: Operation[] | undefined, root: string): ChangeLine {
  const place = showPath(segmentsOf(operation), root);
  switch (operation.method) {
    case 'overwrite':
    case 'add':
    case 'update':
    case 'delete':
    case 'compareAndSet': {
      // The inverse goes backwards: its last step for a place leads to what was there first.
      const before = inverse && valueOf(inverse.findLast((back) => showPath(segmentsOf(back), root) === place));
      const after = valueOf(operation);
      return {
        place,
        ...(before !== undefined && { before: showJson(before, 40) }),
        ...(after !== undefined && { after: showJson(after, 40) }),
      };
    }
    case 'increment':
      return { place, call: `${operation.args.by < 0 ? '−' : '+'}${Math.abs(operation.args.by)}` };
    case 'removeWhere':
      return { place, call: `− ${operation.args.key ?? 'id'} = ${showJson(operation.args.id, 40)}` };
    default:
      return {
        place,
        call: `${operation.method}(${operation.args.mutatorArgs.map((argument) => showJson(argument, 40)).join(', ')})`,
      };
  }
}

function segmentsOf(operation: Operation): string[] {
  const path = parsePath(operation.path) ?? [];
  return 'prop' in operation.args ? [...path, operation.args.prop] : path;
}

function valueOf(operation: Operation | undefined): Json | undefined {
  return operation && 'newValue' in operation.args ? operation.args.newValue : undefined;
}
