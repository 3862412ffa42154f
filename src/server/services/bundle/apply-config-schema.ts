import type { BundleProblem } from '#contract/bundle';
import type { Json, JsonObject } from '#contract/json';
import { compileSchema, type Validate } from './compile-schema.ts';
import { createProblemList } from './problem-list.ts';
import type { UserConfig } from './read-config.ts';
import { mergeDeep, schemaDefaults } from './schema-defaults.ts';

export type AppliedConfig = { config: Json; problems: BundleProblem[] };

const maxProblems = 20;

/**
 * The configuration that a bundle gets. Without one of the person's it is the schema's defaults as they are; else the defaults fill
 * what is missing, key by key, where the result stays valid; an invalid one is merged with all defaults and must be valid then.
 */
export function applyConfigSchema(bundle: string, user: UserConfig | undefined, schema: JsonObject | undefined): AppliedConfig {
  if (!schema) return { config: user?.value ?? {}, problems: [] };
  const defaults = schemaDefaults(schema) ?? {};
  const compiled = compileSchema(schema);
  if (!compiled.ok) {
    const message = `configschema.json is not a usable JSON Schema: ${compiled.error}`;
    return {
      config: user?.value ?? defaults,
      problems: [{ severity: 'error', file: 'configschema.json', message, fix: 'Correct the schema.' }],
    };
  }
  if (!user) return { config: defaults, problems: [] };
  const config = fillIn(user.value, isObject(defaults) ? defaults : {}, compiled.value);
  return { config, problems: describe(bundle, user, compiled.value(config)) };
}

function fillIn(user: JsonObject, defaults: JsonObject, validate: Validate): JsonObject {
  if (validate(user).length > 0) return mergeDeep(defaults, user) as JsonObject;
  return Object.keys(defaults).reduce<JsonObject>((config, key) => {
    const merged = mergeDeep(defaults[key], config[key]);
    const filled = merged === undefined ? config : { ...config, [key]: merged };
    return validate(filled).length === 0 ? filled : config;
  }, user);
}

function describe(bundle: string, user: UserConfig, violations: ReturnType<Validate>): BundleProblem[] {
  const problems = createProblemList(user.file, user.text);
  for (const { path, message } of violations.slice(0, maxProblems)) {
    const subject = path.length === 0 ? 'it' : path.join('.');
    problems.error(
      path,
      `Config for bundle "${bundle}" is invalid: ${subject} ${message}`,
      `Correct ${user.file}; the rules are in the bundle's configschema.json.`,
    );
  }
  return problems.all;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
