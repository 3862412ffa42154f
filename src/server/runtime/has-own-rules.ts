import type { z } from 'zod';

/** Parts of a zod definition, as far as they are looked at here. */
type Definition = {
  type: string;
  /** Of a schema that is a check itself, such as `z.email()`. */
  check?: string;
  checks?: { _zod: { def: { check: string } } }[];
  shape?: Record<string, z.ZodType>;
  catchall?: z.ZodType;
  element?: z.ZodType;
  options?: z.ZodType[];
  items?: z.ZodType[];
  rest?: z.ZodType | null;
  keyType?: z.ZodType;
  valueType?: z.ZodType;
  innerType?: z.ZodType;
  left?: z.ZodType;
  right?: z.ZodType;
};

/** Kinds of schemas whose every rule JSON Schema can say. */
const plain = new Set([
  ...['string', 'number', 'int', 'boolean', 'null', 'literal', 'enum', 'any', 'unknown', 'never'],
  ...['object', 'array', 'union', 'tuple', 'record', 'intersection', 'optional', 'nullable', 'default', 'readonly'],
]);
const plainChecks = new Set([
  ...['less_than', 'greater_than', 'multiple_of', 'number_format', 'min_length', 'max_length', 'length_equals'],
]);

/**
 * True where a zod schema says more than the JSON Schema made of it (refinements, formats, transforms, …), so that values have to be
 * shown to it, too, whole. In doubt it does.
 */
export function hasOwnRules(schema: z.ZodType): boolean {
  const definition = schema._zod.def as unknown as Definition;
  if (!plain.has(definition.type) || (definition.check !== undefined && !plainChecks.has(definition.check))) return true;
  if (definition.checks?.some((check) => !plainChecks.has(check._zod.def.check))) return true;
  return partsOf(definition).some(hasOwnRules);
}

function partsOf({
  shape,
  catchall,
  element,
  options,
  items,
  rest,
  keyType,
  valueType,
  innerType,
  left,
  right,
}: Definition): z.ZodType[] {
  const single = [catchall, element, rest, keyType, valueType, innerType, left, right];
  return [
    ...Object.values(shape ?? {}),
    ...(options ?? []),
    ...(items ?? []),
    ...single.filter((part) => part !== undefined && part !== null),
  ];
}
