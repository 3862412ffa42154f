import { isContainer, type Json } from '#contract/json';

/** Whether a value is longer than about this many characters as JSON. Reads no more of it than it must. */
export function isLargerThan(value: Json | undefined, length: number): boolean {
  let left = length;
  const waiting: (Json | undefined)[] = [value];
  while (waiting.length > 0 && left >= 0) {
    const next = waiting.pop();
    if (typeof next === 'string') left -= next.length + 2;
    else if (!isContainer(next)) left -= 4;
    else if (Array.isArray(next)) {
      left -= next.length + 2;
      if (left >= 0) for (const item of next) waiting.push(item);
    } else {
      for (const [key, child] of Object.entries(next)) {
        left -= key.length + 4;
        waiting.push(child);
      }
    }
  }
  return left < 0;
}
