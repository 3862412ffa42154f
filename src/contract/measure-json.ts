import { isContainer, type Json } from './json.ts';
import { limits } from './limits.ts';

/**
 * About how many characters a value has as JSON; escapes are not counted. Gives up as soon as `budget` is passed, so it never costs
 * more than the budget, however large the value is. Infinity: too deep to be written as JSON.
 */
export function measureJson(value: Json | undefined, budget: number = Number.MAX_SAFE_INTEGER, depth = 0): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value === 'number') return Math.min(24, String(value).length);
  if (!isContainer(value)) return 4;
  if (depth >= limits.jsonDepth) return Infinity;
  let length = 2;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && length <= budget; index++) {
      length += 1 + measureJson(value[index], budget - length, depth + 1);
    }
    return length;
  }
  for (const key in value) {
    if (length > budget) return length;
    length += key.length + 4 + measureJson(value[key], budget - length, depth + 1);
  }
  return length;
}
