import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleProblem } from '#contract/bundle';
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
    const schema = await readSchema(dir, `schemas/${file}`);
    if (!schema.ok) {
      problems.push(asWarning(schema.error));
      continue;
    }
    const breach = checkSchema(schema.value);
    if (breach !== undefined) problems.push(asWarning(unusable(`schemas/${file}`, breach)));
    else byName.set(replicantName(file), { schema: { json: schema.value, sum: sha1(JSON.stringify(schema.value)) } });
  }
  return { byName, problems };
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
