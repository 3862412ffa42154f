import type { BundleProblem } from '#contract/bundle';
import { createLineFinder } from './json-text.ts';

/** `['nodecg', 'graphics', 0, 'width']` */
export type FieldPath = readonly (string | number)[];

/** Collects everything that is wrong with one file. */
export type ProblemList = {
  readonly all: BundleProblem[];
  error(path: FieldPath, message: string, fix: string): void;
  warning(path: FieldPath, message: string, fix: string): void;
};

/** `text` is the file's JSON or YAML, from which the line of a field is found. */
export function createProblemList(file: string, text?: string): ProblemList {
  const all: BundleProblem[] = [];
  const lineOf = text === undefined ? () => undefined : createLineFinder(text);
  const add = (severity: BundleProblem['severity'], path: FieldPath, message: string, fix: string): void => {
    const line = path.length === 0 ? undefined : lineOf(path);
    all.push({
      severity,
      file,
      ...(path.length > 0 && { field: fieldName(path) }),
      ...(line !== undefined && { line }),
      message,
      fix,
    });
  };
  return {
    all,
    error: (path, message, fix) => add('error', path, message, fix),
    warning: (path, message, fix) => add('warning', path, message, fix),
  };
}

/** `nodecg.graphics[0].width` */
export function fieldName(path: FieldPath): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

export function hasErrors(problems: readonly BundleProblem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}
