import { isContainer, type Json, type JsonObject } from '#contract/json';

/** What is at these keys; undefined where nothing is. */
export function jsonAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((at, key) => childOf(at, key), value);
}

/** The value with `next` at these keys, sharing everything else. Undefined takes it out; from an array the items after it move up. */
export function withJsonAt(value: Json | undefined, path: readonly string[], next: Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return next;
  const child = withJsonAt(childOf(value, key), rest, next);
  if (Array.isArray(value)) return withItem(value, Number(key), child);
  const { [key]: _gone, ...others } = asObject(value);
  if (child === undefined) return others;
  // An existing key keeps its place.
  return Object.hasOwn(asObject(value), key) ? { ...asObject(value), [key]: child } : { ...others, [key]: child };
}

type PlacedChange = { path: readonly string[]; next: Json | undefined };

/** The value with `next` at each of these places, none inside of another, sharing everything else. Each container is copied once. */
export function withAllAt(value: Json | undefined, changes: PlacedChange[]): Json | undefined {
  const whole = changes.find(({ path }) => path.length === 0);
  if (whole) return whole.next;
  if (changes.length === 0) return value;
  const children = [...byFirstKey(changes)].map(([key, inner]) => [key, withAllAt(childOf(value, key), inner)] as const);
  if (Array.isArray(value)) return withItems(value, children);
  const next = new Map<string, Json>(Object.entries(asObject(value)));
  for (const [key, child] of children) {
    if (child === undefined) next.delete(key);
    else next.set(key, child);
  }
  return Object.fromEntries(next);
}

/** Their paths counted from that key. */
function byFirstKey(changes: PlacedChange[]): Map<string, PlacedChange[]> {
  const groups = new Map<string, PlacedChange[]>();
  for (const { path, next } of changes) {
    const [key = '', ...rest] = path;
    const group = groups.get(key) ?? [];
    group.push({ path: rest, next });
    groups.set(key, group);
  }
  return groups;
}

function withItems(array: Json[], children: (readonly [string, Json | undefined])[]): Json[] {
  const copy: (Json | undefined)[] = [...array];
  for (const [key, child] of children) copy[Number(key)] = child;
  return copy.filter((item) => item !== undefined);
}

function withItem(array: Json[], index: number, child: Json | undefined): Json[] {
  if (child === undefined) return array.filter((_, other) => other !== index);
  const copy = [...array];
  copy[index] = child;
  return copy;
}

function childOf(value: Json | undefined, key: string): Json | undefined {
  return isContainer(value) && Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined;
}

function asObject(value: Json | undefined): JsonObject {
  return isContainer(value) && !Array.isArray(value) ? value : {};
}

/** `teams[0].name`, as people write it; keys that aren't words in quotes. The root is `fallback`. */
export function showPath(path: readonly string[], fallback = ''): string {
  if (path.length === 0) return fallback;
  return path
    .map((key, index) => {
      if (/^\d+$/.test(key)) return `[${key}]`;
      if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key)) return index === 0 ? key : `.${key}`;
      return `[${JSON.stringify(key)}]`;
    })
    .join('');
}
