import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import Ajv04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Json, JsonObject } from '#contract/json';
import { failure, success, type Result } from '#contract/result';
import type { FieldPath } from './problem-list.ts';

/** `message` continues the field's name: `must be string`. */
export type Violation = { path: FieldPath; message: string };
export type Validate = (value: Json) => Violation[];

const options: Options = { allErrors: true, strict: false, logger: false, validateFormats: true };

/** A validator for a schema of draft-04 (the default, as in NodeCG), 06, 07, 2019-09 or 2020-12. The error says why the schema can't be used. */
export function compileSchema(schema: JsonObject): Result<Validate, string> {
  try {
    const validate = createAjv(schema.$schema).compile(withoutDraft06(schema));
    return success((value) => run(validate, value));
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

const metaValidators = new Map<string, Ajv>();

/** Why a schema breaks its own draft's rules; undefined if it doesn't. Much cheaper than compiling it. */
export function checkSchema(schema: JsonObject): string | undefined {
  const draft = String(schema.$schema);
  const ajv = metaValidators.get(draft) ?? createAjv(schema.$schema);
  try {
    const isValid = ajv.validateSchema(withoutDraft06(schema));
    if (metaValidators.size < 16) metaValidators.set(draft, ajv);
    return isValid === true ? undefined : ajv.errorsText(ajv.errors, { dataVar: 'schema' });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function createAjv(draft: Json | undefined): Ajv {
  const name = typeof draft === 'string' ? draft : 'draft-04';
  const ajv = name.includes('draft-04')
    ? (new Ajv04(options) as unknown as Ajv)
    : name.includes('2020-12')
      ? new Ajv2020(options)
      : name.includes('2019-09')
        ? new Ajv2019(options)
        : new Ajv(options);
  addFormats.default(ajv as Parameters<typeof addFormats.default>[0]);
  return ajv;
}

// Draft 06 is a subset of 07, which ajv knows.
function withoutDraft06(schema: JsonObject): JsonObject {
  if (typeof schema.$schema !== 'string' || !schema.$schema.includes('draft-06')) return schema;
  const { $schema: _draft, ...rest } = schema;
  return rest;
}

function run(validate: ValidateFunction, value: Json): Violation[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(toViolation);
}

function toViolation(error: ErrorObject): Violation {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const extra = error.keyword === 'additionalProperties' ? ` ("${String(error.params.additionalProperty)}")` : '';
  const allowed = error.keyword === 'enum' ? `: ${(error.params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(', ')}` : '';
  return { path, message: `${error.message ?? 'is not valid'}${extra}${allowed}` };
}
