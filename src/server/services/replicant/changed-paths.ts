import { isContainer, type Json } from '#contract/json';
import { isSameJson } from '#contract/same-json';
import { itemsChanged } from './array-stretch.ts';

/** Where one side of a merge changed something. A place is a path whose segments are keys, indexes, or ids of items. */
export type Touched = {
  /** True if something at this place, below or above it was changed. */
  isInside(at: string): boolean;
  /** True if exactly this place was. */
  has(at: string): boolean;
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
  collect({ places, withItems: false }, { before, after }, '');
  return places;
}

/** {@link changedPlaces}, and of arrays whose items have no `id` also a place for each item that came or went. */
export function changedPlacesAndItems(before: Json | undefined, after: Json | undefined): string[] {
  const places: string[] = [];
  collect({ places, withItems: true }, { before, after }, '');
  return places;
}

/** Names an item, as JSON, that was put into or taken out of the array at a place. */
export function itemPlace(at: string, went: 'in' | 'out', item: string): string {
  return place(at, `${went} ${item}`);
}

type Walk = { places: string[]; withItems: boolean };
type Sides = { before: Json | undefined; after: Json | undefined };

function collect(walk: Walk, { before, after }: Sides, at: string): void {
  if (before === after) return;
  if (isContainer(before) && isContainer(after)) {
    if (walk.withItems && Array.isArray(before) && Array.isArray(after)) collectItems(walk, { before, after }, at);
    const parts = partsOf(before, after);
    if (parts) {
      for (const [segment, sides] of parts) collect(walk, sides, place(at, segment));
      return;
    }
  }
  if (!isSameJson(before, after)) walk.places.push(at);
}

function collectItems({ places }: Walk, { before, after }: { before: Json[]; after: Json[] }, at: string): void {
  if (idsOf(before) && idsOf(after)) return;
  const changed = itemsChanged(before, after);
  for (const item of changed.out) places.push(itemPlace(at, 'out', item));
  for (const item of changed.in) places.push(itemPlace(at, 'in', item));
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

/** Answers questions about a set of places, in the time that a place is long. */
export function touchedPlaces(places: Iterable<string>): Touched {
  const all = new Set(places);
  const above = new Set([...all].flatMap(ancestorsOf));
  return {
    has: (at) => all.has(at),
    isInside: (at) => all.has(at) || above.has(at) || ancestorsOf(at).some((one) => all.has(one)),
  };
}

/** Every place that holds this one; the root is ''. */
function ancestorsOf(at: string): string[] {
  const ancestors: string[] = [];
  for (let end = at.lastIndexOf('/'); end >= 0; end = at.lastIndexOf('/', end - 1)) {
    ancestors.push(at.slice(0, end));
    if (end === 0) break;
  }
  return ancestors;
}
