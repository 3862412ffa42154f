import { describe, expect, it } from 'vitest';
import type { Json } from '#contract/json';
import { checkSchema, compileSchema } from './compile-schema.ts';

describe('a JSON Schema that breaks its draft', () => {
  const types = '"array", "boolean", "integer", "null", "number", "object", "string"';
  it.each<[Json, string]>([
    [{ properties: { score: { type: 'int' } } }, `"properties.score.type" is "int", but must be one of ${types}`],
    [{ additionalProperties: 5 }, '"additionalProperties" is 5, but must be a boolean or an object'],
    [{ required: [] }, '"required" is [], but must not be empty'],
    [{ properties: { a: 3 } }, '"properties.a" is 3, but must be an object'],
  ])('%j is told at its place, once', (schema, text) => {
    expect(checkSchema(schema)).toBe(text);
    expect(compileSchema(schema)).toEqual({ ok: false, error: { code: 'invalid-schema', message: text } });
  });
});
