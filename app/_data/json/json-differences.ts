import { isContainer, type Json, type JsonObject } from '#contract/json';
import { isSameJson } from '#contract/same-json';

/** A place that differs. `before` or `after` is missing where nothing is there. */
export type JsonDifference = { path: string[]; before?: Json; after?: Json };

type Options = {
  /** No more than this many are looked for. */
  limit?: number;
  /** An array whose length changed is one difference, for those who must put it back as a whole. */
  wholeArrays?: boolean;
};

/**
 * Every deepest place in which two values differ, in the order of the first. In arrays what is equal at both ends is left out, so that
 * one item more or less is one difference.
 */
export function jsonDifferences(from: Json | undefined, to: Json | undefined, options: Options = {}): JsonDifference[] {
  const found: JsonDifference[] = [];
  collect({ from, to }, [], { limit: Infinity, wholeArrays: false, ...options, found });
  return found;
}

type Pair = { from: Json | undefined; to: Json | undefined };
type Search = Required<Options> & { found: JsonDifference[] };

function collect({ from, to }: Pair, path: string[], search: Search): void {
  if (search.found.length >= search.limit || isSameJson(from, to)) return;
  if (Array.isArray(from) && Array.isArray(to)) {
    if (from.length === to.length || !search.wholeArrays) return collectItems(from, to, path, search);
  } else if (isObject(from) && isObject(to)) return collectKeys({ from, to }, path, search);
  search.found.push({ path, ...(from !== undefined && { before: from }), ...(to !== undefined && { after: to }) });
}

function collectKeys({ from, to }: { from: JsonObject; to: JsonObject }, path: string[], search: Search): void {
  const keys = [...Object.keys(from), ...Object.keys(to).filter((key) => !Object.hasOwn(from, key))];
  for (const key of keys) collect({ from: own(from, key), to: own(to, key) }, [...path, key], search);
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function collectItems(from: Json[], to: Json[], path: string[], search: Search): void {
  let head = 0;
  while (head < from.length && head < to.length && isSameJson(from[head], to[head])) head += 1;
  let tail = 0;
  const shorter = Math.min(from.length, to.length) - head;
  while (tail < shorter && isSameJson(from[from.length - 1 - tail], to[to.length - 1 - tail])) tail += 1;
  const end = Math.max(from.length, to.length) - tail;
  for (let index = head; index < end && search.found.length < search.limit; index += 1) {
    const before = index < from.length - tail ? from[index] : undefined;
    const after = index < to.length - tail ? to[index] : undefined;
    collect({ from: before, to: after }, [...path, String(index)], search);
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return isContainer(value) && !Array.isArray(value);
}
