import type { Json } from '#contract/json';

export type Container = unknown[] | Record<string, unknown>;

/** Arrays and plain objects, from any window: what a replicant looks into. Dates, maps and the like are leaves. */
export function isPlain(value: unknown): value is Container {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]')
  );
}

/** `Object.hasOwn`, which the browsers inside older OBS and CasparCG lack. */
export function hasOwn(container: object, key: PropertyKey): boolean {
  return Object.prototype.hasOwnProperty.call(container, key);
}

/** Sets an own property whatever its name: plain assignment of `__proto__` would change the prototype. */
export function setOwn(container: Container, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
  else (container as Record<string, unknown>)[key] = value;
}

/** A mutable copy of arrays and plain objects; anything else is kept as it is. */
export function copyValue(value: unknown): unknown {
  if (!isPlain(value)) return value;
  if (Array.isArray(value)) return value.map(copyValue);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) setOwn(copy, key, copyValue(value[key]));
  return copy;
}

/** What the other end will see of `value`. Throws a TypeError where JSON can't carry it (cycles, BigInt). */
export function toJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? undefined : (JSON.parse(text) as Json);
}
