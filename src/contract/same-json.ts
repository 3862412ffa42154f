import { isContainer, type Json } from './json.ts';

// Object.hasOwn is missing in the browsers inside older OBS and CasparCG, and pages use this, too.
const { hasOwnProperty: hasOwn } = Object.prototype;

/** Whether two values are the same JSON: the order of keys doesn't matter, a hole in an array is null. Parts shared by identity cost nothing. */
export function isSameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (!isContainer(left) || !isContainer(right)) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    for (let index = 0; index < left.length; index++) if (!isSameJson(left[index] ?? null, right[index] ?? null)) return false;
    return true;
  }
  if (Array.isArray(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => hasOwn.call(right, key) && isSameJson(left[key], right[key]));
}
