import { Ajv, type ErrorObject, type Options } from 'ajv';
import Ajv04 from 'ajv-draft-04';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isContainer, type Json, type JsonObject } from '#contract/json';
import { failure, success, type Result } from '#contract/result';
import { explainSchema } from './explain-schema.ts';

/** Every way in which a value breaks the schema; none: valid. */
export type FindErrors = (value: Json | undefined) => readonly ErrorObject[];
/** Undefined: valid. Else NodeCG's text: path without its leading slash, then what must be. */
export type Check = (value: Json | undefined) => string | undefined;
export type SchemaError = { code: 'invalid-schema'; message: string };

/** Errors named in one message; a list of a thousand wrong rows needs no thousand lines. */
const maxErrors = 20;
// NodeCG's options; unknown keywords and formats in a show's schema are no reason to stop validating.
const options: Options = { allErrors: true, strict: false, logger: false };

/** Compiles a JSON Schema of draft-04 (where `$schema` is missing: NodeCG's rule), draft-06, draft-07, 2019-09 or 2020-12. The error says why it can't be used. */
export function compileSchema(schema: Json): Result<FindErrors, SchemaError> {
  const parts = take(schema);
  if (!parts.ok) return parts;
  const { compiler, body } = parts.value;
  try {
    const validate = compiler.compile(body);
    return success((value) => (validate(value) === true ? [] : (validate.errors ?? [])));
  } catch (error) {
    return unusable(checkSchema(schema) ?? messageOf(error));
  } finally {
    // ajv keeps every schema, and refuses a second one of the same id: an edited schema is exactly that.
    compiler.removeSchema(body);
  }
}

/** {@link compileSchema}, with one line of text as its answer. */
export function compileCheck(schema: Json): Result<Check, SchemaError> {
  const compiled = compileSchema(schema);
  return compiled.ok ? success((value) => describeErrors(compiled.value(value))) : compiled;
}

/** Why a schema breaks its own draft's rules; undefined if it doesn't. Much cheaper than compiling it. */
export function checkSchema(schema: Json): string | undefined {
  const parts = take(schema);
  if (!parts.ok) return parts.error.message;
  const { compiler, body } = parts.value;
  try {
    return compiler.validateSchema(body) === true ? undefined : explainSchema(compiler.errors ?? [], body);
  } catch (error) {
    return messageOf(error);
  }
}

function take(schema: Json): Result<{ compiler: Ajv; body: JsonObject }, SchemaError> {
  if (!isContainer(schema) || Array.isArray(schema)) return unusable('it is not an object');
  // Which draft it is has been decided; ajv would refuse other spellings of the same address (https, no #).
  const { $schema: address, ...body } = schema;
  const draft = draftOf(address);
  if (draft) return success({ compiler: compilerOf(draft), body });
  return unusable(`its $schema ${JSON.stringify(address)} is not supported; use draft-04, draft-07, 2019-09 or 2020-12`);
}

type Draft = '04' | '07' | '2019' | '2020';
const compilers = new Map<Draft, Ajv>();

function compilerOf(draft: Draft): Ajv {
  const known = compilers.get(draft);
  if (known) return known;
  const made = make(draft);
  addFormats(made);
  compilers.set(draft, made);
  return made;
}

function draftOf(address: Json | undefined): Draft | undefined {
  if (address === undefined) return '04';
  if (typeof address !== 'string') return undefined;
  if (address.includes('draft-04')) return '04';
  // Draft 06 is a subset of 07.
  if (address.includes('draft-06') || address.includes('draft-07')) return '07';
  if (address.includes('2019-09')) return '2019';
  return address.includes('2020-12') ? '2020' : undefined;
}

function make(draft: Draft): Ajv {
  if (draft === '04') return new Ajv04(options);
  if (draft === '07') return new Ajv(options);
  return draft === '2019' ? new Ajv2019(options) : new Ajv2020(options);
}

function unusable(message: string): Result<never, SchemaError> {
  return failure({ code: 'invalid-schema', message });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** NodeCG's text for these errors: path without its leading slash, then what must be. `inside`: where the value stands that has them. Undefined: none. */
export function describeErrors(errors: readonly ErrorObject[], inside: readonly string[] = []): string | undefined {
  if (errors.length === 0) return undefined;
  const prefix = inside.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const lines = errors
    .slice(0, maxErrors)
    .map((error) => `${(prefix + error.instancePath).slice(1) || 'data'} ${error.message ?? 'is invalid'}`);
  return errors.length > maxErrors ? `${lines.join(', ')}, and ${errors.length - maxErrors} more` : lines.join(', ');
}
