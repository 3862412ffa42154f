import { isContainer, type Json, type JsonObject } from '#contract/json';

const maxDepth = 64;

/** The value that a schema describes by its `default`s; undefined where it has none. Follows references inside the schema and `allOf`, as NodeCG does. */
export function schemaDefaults(root: JsonObject): Json | undefined {
  return defaultsOf(root, root, 0);
}

function defaultsOf(schema: Json | undefined, root: JsonObject, depth: number): Json | undefined {
  if (!isObject(schema) || depth > maxDepth) return undefined;
  if (schema.default !== undefined) return structuredClone(schema.default);
  if (Array.isArray(schema.allOf)) return defaultsOf(mergeAll(schema.allOf, root), root, depth + 1);
  if (typeof schema.$ref === 'string') return defaultsOf(follow(schema.$ref, root), root, depth + 1);
  if (schema.type === 'object') return objectDefaults(schema, root, depth);
  if (schema.type === 'array') return arrayDefaults(schema, root, depth);
  return undefined;
}

function objectDefaults(schema: JsonObject, root: JsonObject, depth: number): Json {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const entries = Object.entries(properties).flatMap(([name, property]) => {
    const value = defaultsOf(property, root, depth + 1);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function arrayDefaults(schema: JsonObject, root: JsonObject, depth: number): Json {
  const count = Math.min(typeof schema.minItems === 'number' ? schema.minItems : 0, 1_000);
  if (Array.isArray(schema.items)) {
    const values = schema.items.map((item) => defaultsOf(item, root, depth + 1));
    while (values.length > count && values.at(-1) === undefined) values.pop();
    return values.map((value) => value ?? null);
  }
  const item = defaultsOf(schema.items, root, depth + 1);
  return item === undefined ? [] : Array.from({ length: Math.max(1, count) }, () => structuredClone(item));
}

function mergeAll(parts: Json[], root: JsonObject): JsonObject {
  return parts.reduce<JsonObject>((merged, part) => {
    const schema = isObject(part) && typeof part.$ref === 'string' ? follow(part.$ref, root) : part;
    return isObject(schema) ? (mergeDeep(merged, schema) as JsonObject) : merged;
  }, {});
}

function follow(ref: string, root: JsonObject): Json | undefined {
  if (!ref.startsWith('#')) return undefined;
  const parts = ref
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
  return parts.reduce<Json | undefined>((value, part) => (isContainer(value) ? (value as JsonObject)[part] : undefined), root);
}

/** `over` laid over `base`: objects are merged, everything else (lists too) is replaced. */
export function mergeDeep(base: Json | undefined, over: Json | undefined): Json | undefined {
  if (over === undefined) return base;
  if (!isObject(base) || !isObject(over)) return over;
  const merged: JsonObject = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const both = mergeDeep(merged[name], value);
    if (both !== undefined)
      Object.defineProperty(merged, name, { value: both, enumerable: true, writable: true, configurable: true });
  }
  return merged;
}

function isObject(value: Json | undefined): value is JsonObject {
  return isContainer(value) && !Array.isArray(value);
}
