import type { Json } from '#contract/json';
import { jsonAt } from './json-at.ts';

/** What stands in a field: `isBad` while it is no value that the field can have. */
export type TypedText = { text: string; isBad: boolean };

/** The texts of a form's fields that aren't written as we would write their value, or are none, by place. */
export type TypedTexts = ReadonlyMap<string, TypedText>;

/** What stands in the field at this place, if it isn't its value. */
export function typedAt(texts: TypedTexts, path: readonly string[]): TypedText | undefined {
  return texts.get(idOf(path));
}

/** Undefined `typed`: the field shows its value again. */
export function withTyped(texts: TypedTexts, path: readonly string[], typed: TypedText | undefined): TypedTexts {
  const next = new Map(texts);
  if (typed) next.set(idOf(path), typed);
  else next.delete(idOf(path));
  return next;
}

type Replaced = { path: readonly string[]; before: Json | undefined; after: Json | undefined };

/**
 * The texts that still stand where they were typed after the value at `path` was replaced. A list that only got longer keeps those of its
 * items; in one that was sorted or lost an item nobody can tell whose they are.
 */
export function typedAfter(texts: TypedTexts, { path, before, after }: Replaced): TypedTexts {
  const isLonger = Array.isArray(before) && Array.isArray(after) && after.length > before.length;
  return isLonger ? texts : keep(texts, (place) => !path.every((key, depth) => key === place[depth]));
}

/** Those that are no value. */
export function badTexts(texts: TypedTexts): TypedTexts {
  return keep(texts, (_, { isBad }) => isBad);
}

/** The places whose text is no value, as far as the value still has them. */
export function badPlaces(texts: TypedTexts, value: Json | undefined): string[][] {
  return [...badTexts(texts).keys()].map(pathOf).filter((path) => path.length === 0 || jsonAt(value, path) !== undefined);
}

function keep(texts: TypedTexts, isKept: (path: string[], typed: TypedText) => boolean): TypedTexts {
  return new Map([...texts].filter(([id, typed]) => isKept(pathOf(id), typed)));
}

function idOf(path: readonly string[]): string {
  return JSON.stringify(path);
}

function pathOf(id: string): string[] {
  return JSON.parse(id) as string[];
}
