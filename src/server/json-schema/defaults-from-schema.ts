import { isContainer, type Json, type JsonObject } from '#contract/json';

/** Deeper references are circular. */
const maxDepth = 64;

/**
 * The value that a JSON Schema's `default`s add up to, by NodeCG's rules: `default` wins; `allOf` is merged and local references followed;
 * objects take what their properties have; an array whose items have a default begins with as many as it needs, but at least one.
 * Undefined: the schema has none.
 */
export function defaultsFromSchema(schema: Json): Json | undefined {
  return isObject(schema) ? defaultOf(schema, schema, 0) : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return isContainer(value) && !Array.isArray(value);
}

function defaultOf(schema: Json | undefined, root: JsonObject, depth: number): Json | undefined {
  if (!isObject(schema) || depth > maxDepth) return undefined;
  if (schema.default !== undefined) return schema.default;
  if (Array.isArray(schema.allOf)) return defaultOf(mergeAll(schema.allOf, root), root, depth + 1);
  if (typeof schema.$ref === 'string') return defaultOf(resolve(schema.$ref, root), root, depth + 1);
  if (schema.type === 'object') return ofObject(schema, root, depth);
  return schema.type === 'array' ? ofArray(schema, root, depth) : undefined;
}

function ofObject(schema: JsonObject, root: JsonObject, depth: number): Json {
  if (!isObject(schema.properties)) return {};
  const found = Object.entries(schema.properties).map(
    ([name, property]) => [name, defaultOf(property, root, depth + 1)] as const,
  );
  return Object.fromEntries(found.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function ofArray(schema: JsonObject, root: JsonObject, depth: number): Json[] {
  const least = typeof schema.minItems === 'number' ? Math.min(schema.minItems, 10_000) : 0;
  if (Array.isArray(schema.items)) {
    const values = schema.items.map((item) => defaultOf(item, root, depth + 1));
    while (values.length > least && values.at(-1) === undefined) values.pop();
    return values.map((value) => value ?? null);
  }
  const item = defaultOf(schema.items, root, depth + 1);
  return item === undefined ? [] : Array.from({ length: Math.max(1, least) }, () => item);
}

function resolve(reference: string, root: JsonObject): Json | undefined {
  if (!reference.startsWith('#/')) return undefined;
  const segments = reference.slice(2).split('/');
  return segments.reduce<Json | undefined>((at, segment) => {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    return isContainer(at) && Object.hasOwn(at, name) ? (at as JsonObject)[name] : undefined;
  }, root);
}

function mergeAll(parts: Json[], root: JsonObject): JsonObject {
  const resolved = parts.map((part) => (isObject(part) && typeof part.$ref === 'string' ? resolve(part.$ref, root) : part));
  return resolved.filter(isObject).reduce<JsonObject>((merged, part) => mergeDeep(merged, part), {});
}

/** `from` laid over `into`: objects are merged, everything else (lists too) is replaced. Neither is changed. */
export function mergeDeep(into: JsonObject, from: JsonObject, depth = 0): JsonObject {
  const merged = { ...into };
  for (const [name, value] of Object.entries(from)) {
    const before = Object.hasOwn(merged, name) ? merged[name] : undefined;
    if (name === '__proto__') continue;
    merged[name] = isObject(before) && isObject(value) && depth < maxDepth ? mergeDeep(before, value, depth + 1) : value;
  }
  return merged;
}
