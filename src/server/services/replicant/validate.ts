import type { Json } from '#contract/json';
import type { PlainOperation } from '#contract/operations';
import type { ReplicantKey } from '#contract/replicant';
import type { ReplicantDefinition } from '#ports/replicant-definitions';
import { createSchemaCheck, type SchemaCheck } from '#server/json-schema/check-change';

/** Compiled schemas kept; more than a large show has replicants with one. */
const maxCompiled = 512;

/** Checks values against what a bundle says about them. */
export interface Validator {
  /**
   * Undefined: valid. Else NodeCG's text: a line that names the replicant, and what is wrong. `since`: the operations that led to this value
   * from one that was valid by this definition; then only what they touched is looked at.
   */
  check(
    key: ReplicantKey,
    definition: ReplicantDefinition | undefined,
    value: Json | undefined,
    since?: readonly PlainOperation[],
  ): string | undefined;
}

/** A {@link Validator} that compiles each schema once. A schema that can't be compiled is reported once and validates nothing (NodeCG's rule). */
export function createValidator(report: (problem: string) => void): Validator {
  const compiled = new Map<string, SchemaCheck | undefined>();

  function checkOf(key: ReplicantKey, schema: NonNullable<ReplicantDefinition['schema']>): SchemaCheck | undefined {
    if (compiled.has(schema.sum)) return compiled.get(schema.sum);
    const result = createSchemaCheck(schema.json);
    if (!result.ok) {
      report(
        `The schema of replicant "${key.name}" in namespace "${key.namespace}" can't be used, so its values are not validated: ${result.error.message}`,
      );
    }
    const oldest = compiled.keys().next();
    if (compiled.size >= maxCompiled && !oldest.done) compiled.delete(oldest.value);
    compiled.set(schema.sum, result.ok ? result.value : undefined);
    return compiled.get(schema.sum);
  }

  return {
    check: (key, definition, value, since) => {
      const schema = definition?.schema && checkOf(key, definition.schema);
      const breach = since ? schema?.changed(value, since) : schema?.whole(value);
      const isDone = breach === undefined && schema !== undefined && definition?.schemaIsComplete === true;
      // The author's own words are better than a schema's.
      const problem = isDone ? undefined : (ownCheck(definition, value) ?? breach);
      return problem === undefined
        ? undefined
        : `Invalid value rejected for replicant "${key.name}" in namespace "${key.namespace}":\n${problem}`;
    },
  };
}

function ownCheck(definition: ReplicantDefinition | undefined, value: Json | undefined): string | undefined {
  if (!definition?.validate) return undefined;
  if (value === undefined) return 'data must not be undefined';
  const problem = definition.validate(value);
  return problem && `${problem.path.replace(/^\//, '') || 'data'} ${problem.message}`;
}
