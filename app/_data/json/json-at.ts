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
