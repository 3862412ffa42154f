import { isContainer, type Json } from '#contract/json';
import { isSameJson } from '#contract/same-json';

/** Where one side of a merge changed something. A place is a path whose segments are keys, indexes, or ids of items. */
export type Touched = {
  /** True if something at this place, below or above it was changed. */
  isInside(at: string): boolean;
};

/** A place inside of another; the root is ''. */
export function place(at: string, segment: string): string {
  return `${at}/${segment.replaceAll('/', '~1')}`;
}

/** The items of an array of objects by their unique `id` (in NodeCG's shows the key of rundowns, runs and players); undefined for any other array. Ids of different types are different. */
export function idsOf(array: Json[]): Map<string, Json> | undefined {
  const items = new Map<string, Json>();
  for (const item of array) {
    if (!isContainer(item) || Array.isArray(item) || !Object.hasOwn(item, 'id')) return undefined;
    const { id } = item;
    if (typeof id !== 'string' && typeof id !== 'number') return undefined;
    items.set(typeof id === 'string' ? `id=${id}` : `id#${id}`, item);
  }
  return items.size === array.length ? items : undefined;
}

/** The places at which two states differ. Costs what differs, as they share the rest by identity. */
export function changedPlaces(before: Json | undefined, after: Json | undefined): string[] {
  const places: string[] = [];
  collect(places, { before, after }, '');
  return places;
}

function collect(places: string[], { before, after }: { before: Json | undefined; after: Json | undefined }, at: string): void {
  if (before === after) return;
  if (isContainer(before) && isContainer(after)) {
    const parts = partsOf(before, after);
    if (parts) {
      for (const [segment, sides] of parts) collect(places, sides, place(at, segment));
      return;
    }
  }
  if (!isSameJson(before, after)) places.push(at);
}

type Part = [segment: string, sides: { before: Json | undefined; after: Json | undefined }];

/** Undefined: the two can't be compared part by part. */
function partsOf(before: Json & object, after: Json & object): Part[] | undefined {
  if (Array.isArray(before) !== Array.isArray(after)) return undefined;
  if (Array.isArray(before) && Array.isArray(after)) {
    const ids = { before: idsOf(before), after: idsOf(after) };
    if (ids.before && ids.after) return join([...ids.before], [...ids.after]);
    if (before.length !== after.length) return undefined;
  }
  return join(Object.entries(before), Object.entries(after));
}

function join(before: [string, Json][], after: [string, Json][]): Part[] {
  const [a, b] = [new Map(before), new Map(after)];
  return [...new Set([...a.keys(), ...b.keys()])].map((segment) => [segment, { before: a.get(segment), after: b.get(segment) }]);
}

/** Answers questions about a set of places. */
export function touchedPlaces(places: Iterable<string>): Touched {
  const list = [...new Set(places)];
  const holds = (outer: string, inner: string): boolean => inner === outer || inner.startsWith(`${outer}/`);
  return { isInside: (at) => list.some((one) => holds(one, at) || holds(at, one)) };
}
