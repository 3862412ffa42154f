/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** True for arrays and plain objects, the values that a path can lead into. */
export function isContainer(value: unknown): value is Json[] | JsonObject {
  return typeof value === 'object' && value !== null;
}
