import Ajv, { type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import Ajv04 from 'ajv-draft-04';
import Ajv2019 from 'ajv/dist/2019.js';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isContainer, type Json } from '#contract/json';
import { failure, success, type Result } from '#contract/result';

/** Undefined: valid. Else one line per problem that the author of the write can act on. */
export type Check = (value: Json | undefined) => string | undefined;

/** Errors named in one message; a list of a thousand wrong rows needs no thousand lines. */
const maxErrors = 20;
// NodeCG's options; unknown keywords and formats in a show's schema are no reason to stop validating.
const options: Options = { allErrors: true, strict: false, logger: false };
type Compiler = Pick<Ajv, 'compile' | 'removeSchema'>;

/**
 * Makes a check from a JSON Schema: draft-04 where `$schema` is missing (NodeCG's rule), draft-06, draft-07, 2019-09 and 2020-12. The error says why
 * the schema can't be used.
 */
export function compileSchema(schema: Json): Result<Check, { code: 'invalid-schema'; message: string }> {
  if (!isContainer(schema) || Array.isArray(schema)) return unusable('it is not an object');
  const compiler = compilerFor(schema.$schema);
  if (!compiler)
    return unusable(`its $schema ${JSON.stringify(schema.$schema)} is not supported; use draft-04, draft-07, 2019-09 or 2020-12`);
  // Which draft it is has been decided; ajv would refuse other spellings of the same address (https, no #).
  const { $schema: _, ...body } = schema;
  try {
    const validate = compiler.compile(body);
    return success((value) => (validate(value) === true ? undefined : describe(validate)));
  } catch (error) {
    return unusable(error instanceof Error ? error.message : 'it does not compile');
  } finally {
    // ajv keeps every schema, and refuses a second one of the same id: an edited schema is exactly that.
    compiler.removeSchema(body);
  }
}

function unusable(message: string): Result<never, { code: 'invalid-schema'; message: string }> {
  return failure({ code: 'invalid-schema', message });
}

const compilers = new Map<string, Compiler>();

function compilerFor(address: Json | undefined): Compiler | undefined {
  const draft = draftOf(address);
  if (draft === undefined) return undefined;
  const known = compilers.get(draft);
  if (known) return known;
  const made = make(draft);
  addFormats(made);
  compilers.set(draft, made);
  return made;
}

type Draft = '04' | '07' | '2019' | '2020';

function draftOf(address: Json | undefined): Draft | undefined {
  if (address === undefined) return '04';
  if (typeof address !== 'string') return undefined;
  if (address.includes('draft-04')) return '04';
  if (address.includes('draft-06') || address.includes('draft-07')) return '07';
  if (address.includes('2019-09')) return '2019';
  return address.includes('2020-12') ? '2020' : undefined;
}

function make(draft: Draft): Ajv {
  if (draft === '04') return new Ajv04(options);
  if (draft === '07') return new Ajv(options);
  return draft === '2019' ? new Ajv2019(options) : new Ajv2020(options);
}

/** NodeCG's form: the path without its leading slash, then ajv's words. */
function describe(validate: ValidateFunction): string {
  const errors = validate.errors ?? [];
  const lines = errors.slice(0, maxErrors).map(toLine);
  return errors.length > maxErrors ? `${lines.join(', ')}, and ${errors.length - maxErrors} more` : lines.join(', ');
}

function toLine(error: ErrorObject): string {
  return `${error.instancePath.slice(1) || 'data'} ${error.message ?? 'is invalid'}`;
}
