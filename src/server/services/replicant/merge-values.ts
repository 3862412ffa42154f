import { isContainer, type Json, type JsonObject } from '#contract/json';
import { isSameJson } from '#contract/same-json';
import { itemsChanged, stretchOf } from './array-stretch.ts';
import { idsOf, itemPlace, place, type Touched } from './changed-paths.ts';

export type MergeOptions = {
  /** Places that others changed after `base`, even where the same value is there again: they stay as they are. */
  touched?: Touched;
  /** Where both sides changed the same place: `keep` what is there now, or `take` the wished one. */
  onConflict: 'keep' | 'take';
};
export type Merged = { value: Json | undefined; /** Paths where the wish was not followed. */ kept: string[] };
type Sides = { base: Json | undefined; wish: Json | undefined; now: Json | undefined };
type Walk = MergeOptions & { kept: string[] };
type Container = Json[] | JsonObject;

/**
 * Makes of `now` what `wish` made of `base`, and nothing else: a three-way merge. Objects are merged by key; arrays of objects with unique
 * `id`s by id; other arrays by index where no length changed, else by the one stretch that each side changed.
 */
export function mergeValues(
  base: Json | undefined,
  wish: Json | undefined,
  now: Json | undefined,
  options: MergeOptions,
): Merged {
  const walk: Walk = { ...options, kept: [] };
  const value = merge(walk, { base, wish, now }, '');
  return { value, kept: walk.kept };
}

function merge(walk: Walk, sides: Sides, at: string): Json | undefined {
  const { base, wish, now } = sides;
  if (isSameJson(base, wish) || isSameJson(now, wish)) return now;
  const isTouched = walk.touched?.isInside(at) ?? false;
  if (isSameJson(base, now) && !isTouched) return wish;
  if (isContainer(base) && isContainer(wish) && isContainer(now)) {
    const merged = mergeContainers(walk, { base, wish, now }, at);
    if (merged !== undefined) return merged;
  }
  return conflict(walk, sides, at);
}

function conflict(walk: Walk, { wish, now }: Sides, at: string): Json | undefined {
  if (walk.onConflict === 'take') return wish;
  walk.kept.push(at === '' ? '/' : at);
  return now;
}

type ContainerSides = { base: Container; wish: Container; now: Container };

function mergeContainers(walk: Walk, { base, wish, now }: ContainerSides, at: string): Json | undefined {
  if (Array.isArray(base) && Array.isArray(wish) && Array.isArray(now)) return mergeArrays(walk, { base, wish, now }, at);
  if (Array.isArray(base) || Array.isArray(wish) || Array.isArray(now)) return undefined;
  return mergeObjects(walk, { base, wish, now }, at);
}

function mergeObjects(walk: Walk, sides: { base: JsonObject; wish: JsonObject; now: JsonObject }, at: string): Json {
  const merged: [string, Json][] = [];
  for (const key of new Set([...Object.keys(sides.now), ...Object.keys(sides.wish)])) {
    const value = merge(walk, pick(sides, key), place(at, key));
    if (value !== undefined) merged.push([key, value]);
  }
  return Object.fromEntries(merged);
}

function pick({ base, wish, now }: { base: JsonObject; wish: JsonObject; now: JsonObject }, key: string): Sides {
  const of = (object: JsonObject): Json | undefined => (Object.hasOwn(object, key) ? object[key] : undefined);
  return { base: of(base), wish: of(wish), now: of(now) };
}

type ArraySides = { base: Json[]; wish: Json[]; now: Json[] };

function mergeArrays(walk: Walk, sides: ArraySides, at: string): Json | undefined {
  const { base, wish, now } = sides;
  const ids = { base: idsOf(base), wish: idsOf(wish), now: idsOf(now) };
  if (ids.base && ids.wish && ids.now) return mergeById(walk, { base: ids.base, wish: ids.wish, now: ids.now }, at);
  if (base.length === wish.length && base.length === now.length) {
    return now.map(
      (item, index) => merge(walk, { base: base[index], wish: wish[index], now: item }, place(at, String(index))) ?? null,
    );
  }
  return hasTouchedItem(walk, sides, at) ? undefined : mergeStretches(sides);
}

type ById = ReadonlyMap<string, Json>;

function mergeById(walk: Walk, { base, wish, now }: { base: ById; wish: ById; now: ById }, at: string): Json {
  const items = new Map<string, Json>();
  for (const id of new Set([...now.keys(), ...wish.keys()])) {
    const value = merge(walk, { base: base.get(id), wish: wish.get(id), now: now.get(id) }, place(at, id));
    if (value !== undefined) items.set(id, value);
  }
  return orderOf([...base.keys()], [...wish.keys()], [...now.keys()], items).flatMap((id) => items.get(id) ?? []);
}

/** The present order, or the wished one of what all have where only the wish moved something; what comes back stands behind what it followed. */
function orderOf(base: string[], wish: string[], now: string[], items: ReadonlyMap<string, Json>): string[] {
  const [inWish, inNow] = [new Set(wish), new Set(now)];
  const common = new Set(base.filter((id) => inWish.has(id) && inNow.has(id)));
  const among = (ids: string[]): string[] => ids.filter((id) => common.has(id));
  const isMovedByWish = !isSameJson(among(base), among(wish)) && isSameJson(among(base), among(now));
  const wished = among(wish).values();
  const order = now
    .map((id) => (isMovedByWish && common.has(id) ? (wished.next().value ?? id) : id))
    .filter((id) => items.has(id));
  const placed = new Set(order);
  /** What comes back, by what it followed; `undefined`: it was the first. */
  const behind = new Map<string | undefined, string[]>();
  let anchor: string | undefined;
  for (const id of wish) {
    if (placed.has(id)) anchor = id;
    else if (items.has(id)) {
      const group = behind.get(anchor) ?? [];
      group.push(id);
      behind.set(anchor, group);
    }
  }
  return [...(behind.get(undefined) ?? []), ...order.flatMap((id) => [id, ...(behind.get(id) ?? [])])];
}

/** An item that is to come back and that others put in or took out since, or one that is to go and that others took out: it may look as if nothing had happened. */
function hasTouchedItem({ touched }: Walk, { base, wish }: ArraySides, at: string): boolean {
  if (!touched) return false;
  const wished = itemsChanged(base, wish);
  const wasTakenOut = (item: string): boolean => touched.has(itemPlace(at, 'out', item));
  return wished.out.some(wasTakenOut) || wished.in.some((item) => wasTakenOut(item) || touched.has(itemPlace(at, 'in', item)));
}

/** Undefined: both sides changed overlapping stretches. */
function mergeStretches({ base, wish, now }: ArraySides): Json[] | undefined {
  const mine = stretchOf(base, wish);
  const theirs = stretchOf(base, now);
  if (mine.end <= theirs.start) return now.toSpliced(mine.start, mine.end - mine.start, ...mine.items);
  if (mine.start < theirs.end) return undefined;
  const shift = now.length - base.length;
  return now.toSpliced(mine.start + shift, mine.end - mine.start, ...mine.items);
}
