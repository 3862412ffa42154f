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
  const compiler = compilerFor(schema.$schema);
  const body = withoutDraft(schema);
  try {
    const validate = compiler.compile(body);
    return success((value) => run(validate, value));
  } catch (error) {
    return failure(messageOf(error));
  } finally {
    // ajv keeps every schema and refuses a second one of the same id: an edited schema is exactly that.
    compiler.removeSchema(body);
  }
}

/** Why a schema breaks its own draft's rules; undefined if it doesn't. Much cheaper than compiling it. */
export function checkSchema(schema: JsonObject): string | undefined {
  const compiler = compilerFor(schema.$schema);
  try {
    return compiler.validateSchema(withoutDraft(schema)) === true
      ? undefined
      : compiler.errorsText(compiler.errors, { dataVar: 'schema' });
  } catch (error) {
    return messageOf(error);
  }
}

const compilers = new Map<string, Ajv>();

function compilerFor(address: Json | undefined): Ajv {
  const draft = /draft-0[467]|2019-09|2020-12/.exec(typeof address === 'string' ? address : '')?.[0] ?? 'draft-04';
  const compiler = compilers.get(draft) ?? createCompiler(draft);
  compilers.set(draft, compiler);
  return compiler;
}

function createCompiler(draft: string): Ajv {
  const compiler = newAjv(draft);
  addFormats(compiler);
  return compiler;
}

function newAjv(draft: string): Ajv {
  if (draft === '2020-12') return new Ajv2020(options);
  if (draft === '2019-09') return new Ajv2019(options);
  // Draft 06 is a subset of 07.
  return draft === 'draft-04' ? new Ajv04(options) : new Ajv(options);
}

// Which draft it is has been decided: ajv would refuse other spellings of the same address (https, no #).
function withoutDraft(schema: JsonObject): JsonObject {
  const { $schema: _draft, ...body } = schema;
  return body;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
  const allowed =
    error.keyword === 'enum'
      ? `: ${(error.params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`
      : '';
  return { path, message: `${error.message ?? 'is not valid'}${extra}${allowed}` };
}
