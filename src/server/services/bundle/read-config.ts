import { join, posix } from 'node:path';
import { parseDocument, LineCounter } from 'yaml';
import type { BundleProblem } from '#contract/bundle';
import { isContainer, type Json, type JsonObject } from '#contract/json';
import { failure, success, type Result } from '#contract/result';
import type { BundleFiles } from '#ports/bundle-files';
import { parseJsonText } from './json-text.ts';
import { isFile } from './file-kinds.ts';
import { readTextFile } from './read-json-file.ts';

/** In the order in which they are looked for; the first that exists and isn't empty is the one. */
export const configSuffixes = ['.json', '.yaml', '.yml', '.js', '.config.js', '.cjs', '.mjs'] as const;

/** Where configuration is looked for: `name` with each of `configSuffixes`, or with `suffix` alone. `label` is how people know the folder. */
export type ConfigPlace = { dir: string; label: string; name: string; suffix?: string };

/** A person's configuration. `file` is for people: `cfg/<bundle>.json`. `ignored`: other files of that name, that come later in the order. */
export type UserConfig = { file: string; value: JsonObject; text?: string; ignored?: string[] };

const evaluationTimeoutMs = 5_000;

/** Finds and reads it; undefined when there is none. Never rejects. */
export async function readUserConfig(
  place: ConfigPlace,
  files: BundleFiles,
): Promise<Result<UserConfig | undefined, BundleProblem>> {
  const suffixes = place.suffix === undefined ? configSuffixes : [place.suffix];
  for (const [index, suffix] of suffixes.entries()) {
    const path = join(place.dir, place.name + suffix);
    const file = configFile(place, suffix);
    const text = await readTextFile(path, file);
    if (!text.ok && text.error.kind === 'missing') continue;
    if (!text.ok) return failure(text.error.problem);
    if (text.value.trim() === '') continue;
    const value = await parse(suffix, { path, file, text: text.value, files });
    if (!value.ok) return value;
    if (value.value === null) continue;
    if (!isContainer(value.value) || Array.isArray(value.value)) return failure(notAnObject(file));
    const ignored = await existing(place, suffixes.slice(index + 1));
    return success({
      file,
      value: value.value,
      ...(isText(suffix) && { text: text.value }),
      ...(ignored.length > 0 && { ignored }),
    });
  }
  return success(undefined);
}

/** How people know the file: `cfg/<bundle>.json`. */
export function configFile({ label, name }: ConfigPlace, suffix: string): string {
  return posix.join(label, name + suffix);
}

async function existing(place: ConfigPlace, suffixes: readonly string[]): Promise<string[]> {
  const exist = await Promise.all(suffixes.map((suffix) => isFile(join(place.dir, place.name + suffix))));
  return suffixes.filter((_, index) => exist[index]).map((suffix) => configFile(place, suffix));
}

/** The bundles whose configuration a file of this name may be. */
export function bundlesOfConfig(file: string): string[] {
  return configSuffixes.filter((suffix) => file.endsWith(suffix)).map((suffix) => file.slice(0, -suffix.length));
}

type Source = { path: string; file: string; text: string; files: BundleFiles };

async function parse(suffix: string, source: Source): Promise<Result<Json, BundleProblem>> {
  if (suffix === '.json') return parseJson(source);
  if (isText(suffix)) return parseYaml(source);
  const value = await source.files.evaluate(source.path, evaluationTimeoutMs);
  if (value.ok) return value;
  return failure({
    severity: 'error',
    file: source.file,
    line: value.error.line,
    message: value.error.message,
    fix: `Correct ${source.file}.`,
  });
}

function parseJson({ file, text }: Source): Result<Json, BundleProblem> {
  const parsed = parseJsonText(text);
  if (parsed.ok) return parsed;
  const { line, message } = parsed.error;
  return failure({
    severity: 'error',
    file,
    line,
    message: `${file} is not valid JSON: ${message}`,
    fix: 'Correct the JSON at this line or just before it.',
  });
}

function parseYaml({ file, text }: Source): Result<Json, BundleProblem> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, logLevel: 'silent' });
  const error = document.errors[0];
  if (error)
    return yamlProblem(
      file,
      (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, ''),
      lines.linePos(error.pos[0]).line,
    );
  try {
    // Through JSON, since YAML also knows dates and sets.
    return success(JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 100 }) ?? null)) as Json);
  } catch (cause) {
    return yamlProblem(file, cause instanceof Error ? cause.message : String(cause));
  }
}

function yamlProblem(file: string, message: string, line?: number): Result<never, BundleProblem> {
  return failure({
    severity: 'error',
    file,
    line,
    message: `${file} is not valid YAML: ${message}`,
    fix: 'Correct the YAML at this line.',
  });
}

function notAnObject(file: string): BundleProblem {
  return {
    severity: 'error',
    file,
    message: 'it must be an object',
    fix: 'Write { "key": value, … }.',
  };
}

function isText(suffix: string): boolean {
  return suffix === '.json' || suffix === '.yaml' || suffix === '.yml';
}
