/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** True where nothing is nested deeper than `depth`. */
export function isShallow(value: unknown, depth: number): boolean {
  if (!isContainer(value)) return true;
  return depth > 0 && (Array.isArray(value) ? value : Object.values(value)).every((item) => isShallow(item, depth - 1));
}

/** True for arrays and plain objects, the values that a path can lead into. */
export function isContainer(value: unknown): value is Json[] | JsonObject {
  return typeof value === 'object' && value !== null;
}
