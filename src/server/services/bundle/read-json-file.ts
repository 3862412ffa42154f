import type { BundleProblem } from '#contract/bundle';
import type { Json } from '#contract/json';
import { failure, success, type Result } from '#contract/result';
import { parseJsonText } from './json-text.ts';
import { readBounded } from './read-bounded.ts';

/** `syntax` may be a file that is just being written. */
export type FileProblem = { kind: 'missing' | 'unreadable' | 'syntax'; problem: BundleProblem };

/** Reads a JSON file; `name` is how people know it. */
export async function readJsonFile(path: string, name: string): Promise<Result<{ value: Json; text: string }, FileProblem>> {
  const text = await readTextFile(path, name);
  if (!text.ok) return text;
  const parsed = parseJsonText(text.value);
  if (parsed.ok) return success({ value: parsed.value, text: text.value });
  const message = `${name} is not valid JSON: ${parsed.error.message}`;
  return failure({
    kind: 'syntax',
    problem: {
      severity: 'error',
      file: name,
      line: parsed.error.line,
      message,
      fix: 'Correct the JSON at this line or just before it.',
    },
  });
}

/** Reads a text file; the failure says why in words. */
export async function readTextFile(path: string, name: string): Promise<Result<string, FileProblem>> {
  try {
    return success(await readBounded(path));
  } catch (error) {
    return failure(explainReadError(error, name));
  }
}

function explainReadError(error: unknown, name: string): FileProblem {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') {
    return {
      kind: 'missing',
      problem: { severity: 'error', file: name, message: `${name} does not exist`, fix: `Add ${name}.` },
    };
  }
  const [reason, fix] = (code !== undefined && whyUnreadable[code]) || [String(code), `Make ${name} readable.`];
  return { kind: 'unreadable', problem: { severity: 'error', file: name, message: `${name} can't be read: ${reason}`, fix } };
}

const whyUnreadable: Record<string, readonly [reason: string, fix: string]> = {
  EACCES: ['permission denied', 'Make it readable for the user that runs the server.'],
  EISDIR: ['it is a folder', 'Put a file in its place.'],
  ENOTFILE: ['it is a pipe or a device', 'Put a file in its place.'],
  EFBIG: ['it is larger than 4 MiB', 'Keep large data in files of its own.'],
};
