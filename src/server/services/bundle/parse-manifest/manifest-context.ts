import { join } from 'node:path';
import { z } from 'zod';
import { isDirectory } from '../file-kinds.ts';
import { checkKeys, itemKeys, misspelt, sectionKeys } from './check-keys.ts';
import type { FieldPath, ProblemList } from '../problem-list.ts';

/** What every part of the parser works with. */
export type ManifestContext = {
  dir: string;
  bundle: string;
  /** The `nodecg` object. */
  section: Record<string, unknown>;
  problems: ProblemList;
};

/** A required text; its messages continue a sentence that begins with the field's name. */
export function requiredText(): z.ZodString {
  return z
    .string({ error: (issue) => (issue.input === undefined ? 'is missing' : 'must be a text') })
    .min(1, 'must not be empty');
}

/** How the fields that people get wrong are written. */
const examples: Record<string, string> = {
  name: '"name": "scoreboard"',
  title: '"title": "Scoreboard"',
  file: '"file": "scoreboard.html"',
  width: '"width": 1920',
  height: '"height": 1080',
  directory: '"directory": "static"',
  endpoint: '"endpoint": "static"',
  type: '"type": "confirm"',
  allowedTypes: '"allowedTypes": ["png"]',
};

/** Names every issue by field. */
export function reportIssues(
  problems: ProblemList,
  path: FieldPath,
  error: z.ZodError,
  severity: 'error' | 'warning' = 'error',
): void {
  for (const issue of error.issues) {
    const field = [...path, ...issue.path.filter((part) => typeof part !== 'symbol')];
    const name = field.at(-1);
    const subject = typeof name === 'number' ? `Item ${name}` : `"${String(name)}"`;
    const example = examples[String(field.findLast((part) => typeof part === 'string'))];
    problems[severity](field, `${subject} ${issue.message}`, example ? `Write it like ${example}.` : `Correct ${subject}.`);
  }
}

/** The objects of a list field with their places; what isn't a list or an object is reported. */
export function listItems(context: ManifestContext, field: string): { item: Record<string, unknown>; path: FieldPath }[] {
  const value = context.section[field];
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    context.problems.error(['nodecg', field], `"${field}" must be a list`, `Write "${field}": [ … ].`);
    return [];
  }
  return value.flatMap((item: unknown, index) => {
    const path = ['nodecg', field, index];
    if (isRecord(item)) {
      checkKeys(context.problems, path, item, itemKeys[field] ?? []);
      return [{ item, path }];
    }
    context.problems.error(path, `Item ${index} of "${field}" must be an object`, 'Write it like { … }.');
    return [];
  });
}

/** NodeCG's rule: the folder and the field go together. */
export async function checkFolderAndField(context: ManifestContext, folder: string, field: string): Promise<void> {
  const exists = await isDirectory(join(context.dir, folder));
  const declared = context.section[field] !== undefined;
  if (exists && !declared) {
    const typo = misspelt(context.section, field, sectionKeys);
    const fix =
      typo === undefined
        ? `Add "nodecg": { "${field}": [ … ] } to package.json, or remove the folder.`
        : `Rename "nodecg.${typo}" to "nodecg.${field}".`;
    context.problems.error(['nodecg', field], `There is a "${folder}" folder, but no "nodecg.${field}" in package.json`, fix);
  }
  if (!exists && declared) {
    const fix = `Create the folder "${folder}" (is the bundle built?), or remove "nodecg.${field}".`;
    context.problems.error(['nodecg', field], `package.json has "nodecg.${field}", but there is no "${folder}" folder`, fix);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
