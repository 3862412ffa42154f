import type { Json } from '#contract/json';
import { keyOf, type ReplicantKey } from '#contract/replicant';
import { isSameJson } from '#contract/same-json';
import type { SavedComparison, SavedDifference } from '#contract/saved-state';
import { measureJson } from '#contract/measure-json';

type Value = { key: ReplicantKey; value: Json };

const maxDifferences = 1_000;
/** Characters of all values in one answer. */
const maxLength = 4_000_000;

/** From one state to the other, by namespace and name. Lets the event loop go on between replicants. */
export async function compareStates(before: Value[], after: Value[]): Promise<SavedComparison> {
  const [from, to] = [byKey(before), byKey(after)];
  const differences: SavedDifference[] = [];
  let same = 0;
  let left = 0;
  let room = maxLength;
  for (const id of [...new Set([...from.keys(), ...to.keys()])].sort()) {
    const difference = differenceOf(from.get(id), to.get(id));
    if (!difference) same += 1;
    else if (differences.length === maxDifferences) left += 1;
    else {
      const length = lengthOf(difference, room);
      differences.push(length > room ? withoutValues(difference) : difference);
      if (length <= room) room -= length;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { same, differences, left };
}

function byKey(values: Value[]): Map<string, Value> {
  return new Map(values.map((one) => [keyOf(one.key), one]));
}

/** Undefined: they are the same. */
function differenceOf(before: Value | undefined, after: Value | undefined): SavedDifference | undefined {
  const key = before?.key ?? after?.key;
  if (!key || isSameJson(before?.value, after?.value)) return undefined;
  if (!before) return { key, state: 'added', ...(after ? { after: after.value } : {}) };
  if (!after) return { key, state: 'removed', before: before.value };
  return { key, state: 'changed', before: before.value, after: after.value };
}

/** More than `room` means only that: what is large isn't read to its end. */
function lengthOf({ before, after }: SavedDifference, room: number): number {
  const length = measureJson(before, room);
  return length > room ? length : length + measureJson(after, room - length);
}

function withoutValues({ key, state }: SavedDifference): SavedDifference {
  return { key, state, large: true };
}
