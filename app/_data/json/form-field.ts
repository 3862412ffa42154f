import { isContainer, type Json, type JsonObject } from '#contract/json';
import { isSameJson } from '#contract/same-json';

/** How one place of a value is edited. `json`: as text, because its schema allows several shapes, or the value has another one. */
export type FormField = { title?: string; description?: string; nullable: boolean } & FieldShape;
export type FieldShape =
  | { kind: 'object'; fields: { key: string; required: boolean; schema: Json | undefined }[]; extra: Json | undefined | false }
  | { kind: 'array'; itemSchema(index: number): Json | undefined; fewest: number; most: number }
  | { kind: 'choice'; options: Json[] }
  | { kind: 'number'; integer: boolean; minimum?: number; maximum?: number; step?: number }
  | { kind: 'text'; most?: number; multiline: boolean }
  | { kind: 'switch' }
  | { kind: 'nothing' }
  | { kind: 'json' };

type Kind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/**
 * The field for a value by its JSON Schema (references inlined). Where there is no schema, or it doesn't say, the value's own shape decides.
 * A value that isn't what the schema says is shown as JSON, so that nothing is hidden.
 */
export function fieldOf(schema: Json | undefined, value: Json | undefined): FormField {
  const { plain, nullable } = simplify(schema);
  const about = {
    ...(typeof plain?.title === 'string' && { title: plain.title }),
    ...(typeof plain?.description === 'string' && { description: plain.description }),
    nullable,
  };
  if (plain === undefined) return { ...about, kind: 'json' };
  const options = optionsOf(plain);
  if (options) return { ...about, kind: 'choice', options };
  const kind = kindFrom(plain, value);
  // A value that may be null and is: the field waits for what else it may be.
  const isElse = value === null && nullable;
  if (kind === undefined || (value !== undefined && !isElse && kindOf(value) !== kind)) return { ...about, kind: 'json' };
  return { ...about, ...shapeOf(kind, plain, value) };
}

/** A first value for a new item or field. */
export function firstValueOf(schema: Json | undefined, like?: Json): Json {
  const { plain, nullable } = simplify(schema);
  if (plain === undefined) return like === undefined ? null : blank(like);
  if (plain.default !== undefined) return plain.default;
  const options = optionsOf(plain);
  if (options?.[0] !== undefined) return options[0];
  if (nullable) return null;
  const kind = kindFrom(plain, like);
  if (kind === 'object') return firstObject(plain, like);
  if (kind === 'array') return [];
  if (kind === 'number') return typeof plain.minimum === 'number' ? Math.max(0, plain.minimum) : 0;
  if (kind === 'boolean') return false;
  return kind === 'string' ? '' : null;
}

function firstObject(plain: JsonObject, like: Json | undefined): Json {
  const properties = objectOf(plain.properties);
  if (Object.keys(properties).length === 0 && like !== undefined) return blank(like);
  const required = Array.isArray(plain.required) ? plain.required : [];
  const keys = Object.keys(properties).filter((key) => required.includes(key) || objectOf(properties[key]).default !== undefined);
  return Object.fromEntries(keys.map((key) => [key, firstValueOf(properties[key])]));
}

/** The same shape with nothing in it. */
function blank(like: Json): Json {
  if (Array.isArray(like)) return [];
  if (isContainer(like)) return Object.fromEntries(Object.entries(like).map(([key, child]) => [key, blank(child)]));
  if (typeof like === 'string') return '';
  if (typeof like === 'number') return 0;
  return typeof like === 'boolean' ? false : null;
}

/** What a schema says without its roundabout ways: undefined where it allows several shapes. */
function simplify(schema: Json | undefined): { plain: JsonObject | undefined; nullable: boolean } {
  if (schema === undefined || schema === true) return { plain: {}, nullable: false };
  if (!isContainer(schema) || Array.isArray(schema) || schema.$ref !== undefined || schema.not !== undefined)
    return { plain: undefined, nullable: false };
  const either = schema.oneOf ?? schema.anyOf;
  if (Array.isArray(either)) return simplifyEither(schema, either);
  if (Array.isArray(schema.allOf)) return { plain: undefined, nullable: false };
  if (!Array.isArray(schema.type)) return { plain: schema, nullable: schema.nullable === true };
  const types = schema.type.filter((type) => type !== 'null');
  const nullable = types.length < schema.type.length;
  if (types.length > 1 && !optionsOf(schema)) return { plain: undefined, nullable };
  return { plain: { ...schema, type: types[0] ?? 'null' }, nullable: nullable && types.length > 0 };
}

function simplifyEither(schema: JsonObject, either: Json[]): { plain: JsonObject | undefined; nullable: boolean } {
  const others = either.filter((one) => objectOf(one).type !== 'null');
  const nullable = others.length < either.length;
  const constants = others.flatMap((one) => optionsOf(objectOf(one)) ?? []);
  const { oneOf: _one, anyOf: _any, ...around } = schema;
  if (others.length > 0 && others.every((one) => optionsOf(objectOf(one))))
    return { plain: { ...around, enum: constants }, nullable };
  if (others.length !== 1) return { plain: undefined, nullable };
  const inner = simplify(others[0]);
  return { plain: inner.plain && { ...around, ...inner.plain }, nullable: nullable || inner.nullable };
}

function optionsOf(schema: JsonObject): Json[] | undefined {
  if (schema.const !== undefined) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : undefined;
}

function kindFrom(schema: JsonObject, value: Json | undefined): Kind | undefined {
  const { type } = schema;
  if (type === 'integer') return 'number';
  if (type === 'object' || type === 'array' || type === 'string' || type === 'number' || type === 'boolean' || type === 'null')
    return type;
  if (schema.properties !== undefined) return 'object';
  if (schema.items !== undefined) return 'array';
  return value === undefined ? undefined : kindOf(value);
}

function kindOf(value: Json): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'object' || type === 'string' || type === 'number' || type === 'boolean' ? type : 'null';
}

function shapeOf(kind: Kind, schema: JsonObject, value: Json | undefined): FieldShape {
  switch (kind) {
    case 'object':
      return objectShape(schema, value);
    case 'array':
      return {
        kind,
        itemSchema: (index) => itemSchemaOf(schema, index),
        fewest: numberOr(schema.minItems, 0),
        most: numberOr(schema.maxItems, Infinity),
      };
    case 'string': {
      const isLong = typeof value === 'string' && (value.includes('\n') || value.length > 120);
      return { kind: 'text', multiline: isLong, ...(typeof schema.maxLength === 'number' && { most: schema.maxLength }) };
    }
    case 'number':
      return numberShape(schema);
    case 'boolean':
      return { kind: 'switch' };
    case 'null':
      return { kind: 'nothing' };
  }
}

function objectShape(schema: JsonObject, value: Json | undefined): FieldShape {
  const properties = objectOf(schema.properties);
  const required = Array.isArray(schema.required) ? schema.required : [];
  const own = isContainer(value) && !Array.isArray(value) ? Object.keys(value) : [];
  const keys = [...Object.keys(properties), ...own.filter((key) => !Object.hasOwn(properties, key))];
  const others = schema.additionalProperties;
  const extra = others === false ? false : isContainer(others) ? others : undefined;
  const schemaFor = (key: string) => (Object.hasOwn(properties, key) ? properties[key] : extra === false ? undefined : extra);
  return {
    kind: 'object',
    fields: keys.map((key) => ({ key, required: required.includes(key), schema: schemaFor(key) })),
    extra,
  };
}

function numberShape(schema: JsonObject): FieldShape {
  const { minimum, maximum, multipleOf } = schema;
  return {
    kind: 'number',
    integer: schema.type === 'integer',
    ...(typeof minimum === 'number' && { minimum }),
    ...(typeof maximum === 'number' && { maximum }),
    ...(typeof multipleOf === 'number' && { step: multipleOf }),
  };
}

function itemSchemaOf({ items, prefixItems, additionalItems }: JsonObject, index: number): Json | undefined {
  const tuple = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : [];
  if (tuple[index] !== undefined) return tuple[index];
  return Array.isArray(items) ? additionalItems : items;
}

/** Whether one of the choices is this value. */
export function isChoice(options: readonly Json[], value: Json | undefined): boolean {
  return options.some((option) => isSameJson(option, value));
}

function objectOf(json: Json | undefined): JsonObject {
  return isContainer(json) && !Array.isArray(json) ? json : {};
}

function numberOr(json: Json | undefined, otherwise: number): number {
  return typeof json === 'number' ? json : otherwise;
}
