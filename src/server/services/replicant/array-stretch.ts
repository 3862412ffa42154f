import type { Json } from '#contract/json';
import { isSameJson } from '#contract/same-json';

/** The one stretch of an array, `start` to before `end`, that became `items`. */
export type Stretch = { start: number; end: number; items: Json[] };

/** The shortest stretch of `from` that has to be replaced to make it `to`. */
export function stretchOf(from: Json[], to: Json[]): Stretch {
  const shorter = Math.min(from.length, to.length);
  let head = 0;
  while (head < shorter && isSameJson(from[head], to[head])) head++;
  let tail = 0;
  while (tail < shorter - head && isSameJson(from[from.length - 1 - tail], to[to.length - 1 - tail])) tail++;
  return { start: head, end: from.length - tail, items: to.slice(head, to.length - tail) };
}

/** The items that were taken out and those that were put in, as JSON; what only moved is neither. */
export function itemsChanged(from: Json[], to: Json[]): { out: string[]; in: string[] } {
  const { start, end, items } = stretchOf(from, to);
  const [before, after] = [from.slice(start, end).map(textOf), items.map(textOf)];
  return { out: without(before, after), in: without(after, before) };
}

function textOf(item: Json): string {
  return JSON.stringify(item);
}

/** As often as it is more often in `all` than in `others`. */
function without(all: string[], others: string[]): string[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return all.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}
