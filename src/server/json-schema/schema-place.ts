import { isContainer, type Json, type JsonObject } from '#contract/json';

/** A part of a value, and the part of its schema that alone decides whether it is valid there. */
export type Place = {
  schema: JsonObject;
  /** Where that schema stands in the whole one: names it. */
  pointer: string;
  path: string[];
  value: Json | undefined;
};

/** Says nothing about the value. */
const annotations = [
  'title',
  'description',
  'default',
  'examples',
  '$comment',
  'definitions',
  '$defs',
  'id',
  '$id',
  '$schema',
  'readOnly',
  'writeOnly',
];
/** Where an object's or array's schema has only these, what is inside of it is judged part by part. */
const transparent = new Set([
  ...annotations,
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'minItems',
  'maxItems',
]);

/** True where every rule about the inside is in `properties`, `additionalProperties` or a single `items`. */
export function isTransparent(schema: JsonObject): boolean {
  return Object.keys(schema).every((keyword) => transparent.has(keyword)) && !Array.isArray(schema.items);
}

/** The place of a key or index within a place; undefined where it can't be judged alone. */
export function step(place: Place, segment: string): Place | undefined {
  const { schema, value } = place;
  if (!isContainer(value) || !isTransparent(schema) || !Object.hasOwn(value, segment)) return undefined;
  if (Array.isArray(value) && !isOrdinaryIndex(schema, value, segment)) return undefined;
  const child = Array.isArray(value) ? itemsOf(schema) : propertyOf(schema, segment);
  return (
    child && {
      ...child,
      pointer: place.pointer + child.pointer,
      path: [...place.path, segment],
      value: (value as JsonObject)[segment],
    }
  );
}

/** False for `length`, and for what may be an array's new end: then the array itself may have become invalid. */
function isOrdinaryIndex({ maxItems }: JsonObject, array: Json[], segment: string): boolean {
  const index = Number(segment);
  const isAfterHole = index > 0 && !Object.hasOwn(array, index - 1);
  const isTooMany = index === array.length - 1 && array.length > Number(maxItems ?? Infinity);
  return Number.isInteger(index) && !isAfterHole && !isTooMany;
}

type Child = { schema: JsonObject; pointer: string };

function propertyOf({ properties, additionalProperties }: JsonObject, key: string): Child | undefined {
  if (isObject(properties) && Object.hasOwn(properties, key))
    return childOf(properties[key], `/properties/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return childOf(additionalProperties, '/additionalProperties');
}

function itemsOf({ items }: JsonObject): Child | undefined {
  return childOf(items, '/items');
}

/** `false` forbids what is there, so the place above has to tell. */
function childOf(schema: Json | undefined, pointer: string): Child | undefined {
  if (schema === undefined || schema === true) return { schema: {}, pointer };
  return isObject(schema) ? { schema, pointer } : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return isContainer(value) && !Array.isArray(value);
}
