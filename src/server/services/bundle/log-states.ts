import type { BundleProblem, BundleView } from '#contract/bundle';
import { sentences } from '#contract/sentences';
import type { Log } from '#ports/log';

type Known = { state: string; problems: ReadonlySet<string> };

/** Tells the operator's log what became of each bundle: a state when it changes, a problem when it is new. */
export function createLogStates(log: Log): (views: readonly BundleView[]) => void {
  let known = new Map<string, Known>();
  return (views) => {
    const before = known;
    known = new Map(views.map((view) => [view.name, { state: view.state, problems: new Set(view.problems.map(keyOf)) }]));
    for (const view of views) report(view, before.get(view.name), log);
    for (const name of before.keys()) if (!known.has(name)) log.info(`Bundle "${name}" was removed`);
  };
}

function report({ name, version, state, problems }: BundleView, before: Known | undefined, log: Log): void {
  const added = problems.filter((problem) => !before?.problems.has(keyOf(problem)));
  const isNew = state !== before?.state;
  if (isNew && state === 'running') log.info(`Bundle "${name}" ${version} is running`);
  if (isNew && state === 'stopped') log.info(`Bundle "${name}" is disabled`);
  const hasNewError = added.some(({ severity }) => severity === 'error');
  if ((isNew || hasNewError) && state === 'failed') log.error(`Bundle "${name}" has failed`);
  if ((isNew || hasNewError) && state === 'blocked') log.error(`Bundle "${name}" is blocked`);
  for (const problem of added) log[problem.severity === 'error' ? 'error' : 'warn'](`  ${name}: ${describeProblem(problem)}`);
}

/** An edit above it moves a problem to another line; it is the same one. */
function keyOf({ line: _line, ...problem }: BundleProblem): string {
  return JSON.stringify(problem);
}

/** A problem in one line: where, what, and what to do. */
export function describeProblem({ file, line, field, message, fix }: BundleProblem): string {
  const place = [file && line !== undefined ? `${file}:${line}` : file, field].filter(Boolean).join(' ');
  return [place && `${place}:`, sentences(message, fix)].filter(Boolean).join(' ');
}
