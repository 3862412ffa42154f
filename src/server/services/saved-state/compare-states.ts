import { diffOperations } from '#contract/diff-operations';
import type { Json } from '#contract/json';
import { keyOf, type ReplicantKey } from '#contract/replicant';
import { isSameJson } from '#contract/same-json';
import type { SavedComparison, SavedDifference } from '#contract/saved-state';

type Value = { key: ReplicantKey; value: Json };

const maxDifferences = 1_000;

/** From one state to the other, by namespace and name. Lets the event loop go on between replicants. */
export async function compareStates(before: Value[], after: Value[]): Promise<SavedComparison> {
  const [from, to] = [byKey(before), byKey(after)];
  const differences: SavedDifference[] = [];
  let same = 0;
  for (const id of [...new Set([...from.keys(), ...to.keys()])].sort()) {
    const difference = differenceOf(from.get(id), to.get(id));
    if (difference) differences.push(difference);
    else same += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { same, differences: differences.slice(0, maxDifferences), left: Math.max(0, differences.length - maxDifferences) };
}

function byKey(values: Value[]): Map<string, Value> {
  return new Map(values.map((one) => [keyOf(one.key), one]));
}

/** Undefined: they are the same. */
function differenceOf(before: Value | undefined, after: Value | undefined): SavedDifference | undefined {
  const key = before?.key ?? after?.key;
  if (!key || isSameJson(before?.value, after?.value)) return undefined;
  const operations = diffOperations(before?.value, after?.value);
  if (!before) return { key, state: 'added', operations, ...(after ? { after: after.value } : {}) };
  if (!after) return { key, state: 'removed', operations, before: before.value };
  return { key, state: 'changed', operations, before: before.value, after: after.value };
}
