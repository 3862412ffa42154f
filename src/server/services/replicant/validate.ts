import type { Json } from '#contract/json';
import type { ReplicantKey } from '#contract/replicant';
import type { ReplicantDefinition } from '#ports/replicant-definitions';
import { compileCheck, type Check } from '#server/json-schema/compile-schema';

/** Compiled schemas kept; more than a large show has replicants with one. */
const maxCompiled = 512;

/** Checks values against what a bundle says about them. */
export interface Validator {
  /** Undefined: valid. Else NodeCG's text: a line that names the replicant, and what is wrong. */
  check(key: ReplicantKey, definition: ReplicantDefinition | undefined, value: Json | undefined): string | undefined;
}

/** A {@link Validator} that compiles each schema once. A schema that can't be compiled is reported once and validates nothing (NodeCG's rule). */
export function createValidator(report: (problem: string) => void): Validator {
  const compiled = new Map<string, Check | undefined>();

  function checkOf(key: ReplicantKey, schema: NonNullable<ReplicantDefinition['schema']>): Check | undefined {
    if (compiled.has(schema.sum)) return compiled.get(schema.sum);
    const result = compileCheck(schema.json);
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
    check: (key, definition, value) => {
      const problem = (definition?.schema && checkOf(key, definition.schema)?.(value)) ?? ownCheck(definition, value);
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
