import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleProblem } from '#contract/bundle';
import { failure, success, type Result } from '#contract/result';
import { sentences } from '#contract/sentences';
import type { ReplicantDefinition } from '#ports/replicant-definitions';
import { checkSchema } from '#server/json-schema/compile-schema';
import { readSchema } from './read-schema.ts';

export type Definitions = { byName: ReadonlyMap<string, ReplicantDefinition>; problems: BundleProblem[] };

/** Every `schemas/<encodeURIComponent(replicant)>.json`. One that can't be used is a warning, and its replicant is not validated (NodeCG's rule). */
export async function readDefinitions(dir: string): Promise<Definitions> {
  const byName = new Map<string, ReplicantDefinition>();
  const problems: BundleProblem[] = [];
  for (const file of await schemaFiles(dir)) {
    const definition = await readDefinition(dir, `schemas/${file}`);
    if (definition.ok) byName.set(replicantName(file), definition.value);
    else problems.push(definition.error);
  }
  return { byName, problems };
}

/** What one schema file says, or a warning of why it can't be used. `file` is relative to the bundle's folder. */
export async function readDefinition(dir: string, file: string): Promise<Result<ReplicantDefinition, BundleProblem>> {
  const schema = await readSchema(dir, file);
  if (!schema.ok) return failure(asWarning(schema.error));
  const breach = checkSchema(schema.value);
  if (breach !== undefined) return failure(asWarning(unusable(file, breach)));
  return success({ schema: { json: schema.value, sum: sha1(JSON.stringify(schema.value)) } });
}

async function schemaFiles(dir: string): Promise<string[]> {
  const names = await readdir(join(dir, 'schemas')).catch(() => []);
  return names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
}

function replicantName(file: string): string {
  const stem = file.slice(0, -'.json'.length);
  try {
    return decodeURIComponent(stem);
  } catch {
    return stem;
  }
}

function unusable(file: string, breach: string): BundleProblem {
  return { severity: 'warning', file, message: `${file} is not a usable JSON Schema: ${breach}` };
}

function asWarning(problem: BundleProblem): BundleProblem {
  const fix = problem.fix ?? 'Correct the schema.';
  return { ...problem, severity: 'warning', fix: sentences(fix, 'Until then the replicant is not validated') };
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
