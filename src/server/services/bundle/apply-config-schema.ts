import type { ErrorObject } from 'ajv';
import type { BundleProblem } from '#contract/bundle';
import type { Json, JsonObject } from '#contract/json';
import { compileSchema, type FindErrors } from '#server/json-schema/compile-schema';
import { defaultsFromSchema, mergeDeep } from '#server/json-schema/defaults-from-schema';
import { createProblemList, type FieldPath } from './problem-list.ts';
import type { UserConfig } from './read-config.ts';

export type AppliedConfig = { config: Json; problems: BundleProblem[] };

const maxProblems = 20;

/**
 * The configuration that a bundle gets. Without one of the person's it is the schema's defaults as they are; else the defaults fill
 * what is missing, key by key, where the result stays valid; an invalid one is merged with all defaults and must be valid then.
 */
export function applyConfigSchema(bundle: string, user: UserConfig | undefined, schema: JsonObject | undefined): AppliedConfig {
  if (!schema) return { config: user?.value ?? {}, problems: [] };
  const defaults = defaultsFromSchema(schema) ?? {};
  const compiled = compileSchema(schema);
  if (!compiled.ok) {
    const message = `configschema.json is not a usable JSON Schema: ${compiled.error.message}`;
    return {
      config: user?.value ?? defaults,
      problems: [{ severity: 'error', file: 'configschema.json', message, fix: 'Correct the schema.' }],
    };
  }
  if (!user) return { config: defaults, problems: [] };
  const config = fillIn(user.value, isObject(defaults) ? defaults : {}, compiled.value);
  return { config, problems: describe(bundle, user, compiled.value(config)) };
}

function fillIn(user: JsonObject, defaults: JsonObject, errorsOf: FindErrors): JsonObject {
  if (errorsOf(user).length > 0) return mergeDeep(defaults, user);
  return Object.keys(defaults).reduce<JsonObject>((config, key) => {
    const filled = {
      ...config,
      ...mergeDeep({ [key]: defaults[key] ?? null }, Object.hasOwn(config, key) ? { [key]: config[key] ?? null } : {}),
    };
    return errorsOf(filled).length === 0 ? filled : config;
  }, user);
}

function describe(bundle: string, user: UserConfig, errors: ReturnType<FindErrors>): BundleProblem[] {
  const problems = createProblemList(user.file, user.text);
  for (const error of errors.slice(0, maxProblems)) {
    const { path, message, action } = explain(error);
    problems.error(
      path,
      `Config for bundle "${bundle}" is invalid: ${message}`,
      `${action} ${user.file}; the rules are in the bundle's configschema.json.`,
    );
  }
  return problems.all;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pathOf(error: ErrorObject): FieldPath {
  return error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** `action` continues with the file's name. */
function explain(error: ErrorObject): { path: FieldPath; message: string; action: string } {
  const path = pathOf(error);
  if (error.keyword === 'additionalProperties') {
    const own = [...path, String(error.params.additionalProperty)];
    return { path: own, message: `"${own.join('.')}" is not a setting of this bundle`, action: 'Remove or rename it in' };
  }
  const subject = path.length === 0 ? 'it' : path.join('.');
  const action = error.keyword === 'required' ? `Add "${String(error.params.missingProperty)}" to` : 'Correct';
  return { path, message: `${subject} ${messageOf(error)}`, action };
}

function messageOf(error: ErrorObject): string {
  const message = error.message ?? 'is not valid';
  if (error.keyword !== 'enum') return message;
  return `${message}: ${(error.params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`;
}
