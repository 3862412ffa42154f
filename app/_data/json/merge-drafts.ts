import type { Json } from '#contract/json';
import { isSameJson } from '#contract/same-json';
import { jsonAt, withAllAt, withJsonAt } from './json-at.ts';
import { jsonDifferences } from './json-differences.ts';

/** A place that both changed, differently. `before` is what it was. */
export type Overlap = { path: string[]; before?: Json; mine?: Json; theirs?: Json };

/** `merged` has what only one of them changed, and mine where both did: `overlaps` names those places. */
export type Merge = { merged: Json | undefined; overlaps: Overlap[] };

/** More changes than these are taken by the containers that they are in: nobody decides about thousands of places one by one. */
const mostPlaces = 500;

/**
 * Two changes of the same `base`, by field. Places inside of one another overlap; an array whose length changed is one place, and so is
 * a container when more than 500 places changed.
 */
export function mergeDrafts(base: Json | undefined, mine: Json | undefined, theirs: Json | undefined): Merge {
  const theirPlaces = indexOf(placesOf(base, theirs));
  const changes = new Map<string, { path: string[]; next: Json | undefined }>();
  const overlaps: Overlap[] = [];
  for (const place of placesOf(base, mine)) {
    const around = theirPlaces.at(place);
    const path = around ?? place;
    if (changes.has(idOf(path))) continue;
    const [was, my, their] = [base, mine, theirs].map((value) => jsonAt(value, path));
    changes.set(idOf(path), { path, next: my });
    if ((around ?? theirPlaces.inside(place)) && !isSameJson(my, their)) overlaps.push(overlapOf({ path, was, my, their }));
  }
  return { merged: withAllAt(theirs, [...changes.values()]), overlaps };
}

/** The merged value with theirs at one of the overlaps. */
export function takeTheirs(merged: Json | undefined, { path, theirs }: Overlap): Json | undefined {
  return withJsonAt(merged, path, theirs);
}

type Versions = { path: string[]; was: Json | undefined; my: Json | undefined; their: Json | undefined };

function overlapOf({ path, was, my, their }: Versions): Overlap {
  return {
    path,
    ...(was !== undefined && { before: was }),
    ...(my !== undefined && { mine: my }),
    ...(their !== undefined && { theirs: their }),
  };
}

/** Where the two differ, none inside of another. */
function placesOf(from: Json | undefined, to: Json | undefined): string[][] {
  let places = jsonDifferences(from, to, { wholeArrays: true }).map(({ path }) => path);
  for (let depth = deepest(places); places.length > mostPlaces; depth -= 1) places = cutAt(places, depth - 1);
  return places;
}

function deepest(places: string[][]): number {
  return places.reduce((depth, path) => Math.max(depth, path.length), 0);
}

function cutAt(places: string[][], depth: number): string[][] {
  return [...new Map(places.map((path) => path.slice(0, depth)).map((path) => [idOf(path), path])).values()];
}

/** Finds by a path the place that is it or holds it, and whether places are inside of it, without reading them all. */
function indexOf(places: string[][]) {
  const exact = new Set(places.map(idOf));
  const holders = new Set(places.flatMap((path) => path.map((_, depth) => idOf(path.slice(0, depth)))));
  return {
    at: (path: string[]): string[] | undefined => {
      for (let depth = 0; depth <= path.length; depth += 1)
        if (exact.has(idOf(path.slice(0, depth)))) return path.slice(0, depth);
      return undefined;
    },
    inside: (path: string[]): boolean => holders.has(idOf(path)),
  };
}

function idOf(path: string[]): string {
  return JSON.stringify(path);
}
