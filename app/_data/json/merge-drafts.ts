import type { Json } from '#contract/json';
import { isSameJson } from '#contract/same-json';
import { jsonAt, withJsonAt } from './json-at.ts';
import { jsonDifferences, type JsonDifference } from './json-differences.ts';

/** A place that both changed, differently. `before` is what it was. */
export type Overlap = { path: string[]; before?: Json; mine?: Json; theirs?: Json };

/** `merged` has what only one of them changed, and mine where both did: `overlaps` names those places. */
export type Merge = { merged: Json | undefined; theirs: JsonDifference[]; overlaps: Overlap[] };

/** Two changes of the same `base`, by field. Places inside of one another overlap; an array whose length changed is one place. */
export function mergeDrafts(base: Json | undefined, mine: Json | undefined, theirs: Json | undefined): Merge {
  const myChanges = jsonDifferences(base, mine, { wholeArrays: true });
  const theirChanges = jsonDifferences(base, theirs, { wholeArrays: true });
  const merge: Merge = { merged: theirs, theirs: theirChanges, overlaps: [] };
  for (const change of myChanges) {
    const touching = theirChanges.filter(({ path }) => touches(path, change.path));
    const path = [change.path, ...touching.map((other) => other.path)].reduce((a, b) => (b.length < a.length ? b : a));
    const [was, my, their] = [base, mine, theirs].map((value) => jsonAt(value, path));
    merge.merged = withJsonAt(merge.merged, path, my);
    if (touching.length > 0 && !isSameJson(my, their) && !merge.overlaps.some((known) => isSamePath(known.path, path)))
      merge.overlaps.push({
        path,
        ...(was !== undefined && { before: was }),
        ...(my !== undefined && { mine: my }),
        ...(their !== undefined && { theirs: their }),
      });
  }
  return merge;
}

/** The merged value with theirs at one of the overlaps. */
export function takeTheirs(merged: Json | undefined, { path, theirs }: Overlap): Json | undefined {
  return withJsonAt(merged, path, theirs);
}

function touches(a: string[], b: string[]): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.every((key, index) => key === long[index]);
}

function isSamePath(a: string[], b: string[]): boolean {
  return a.length === b.length && touches(a, b);
}
