import type { BundleProblem, BundleView } from '#contract/bundle';
import type { Log } from '#ports/log';

/** Tells the operator's log what became of each bundle, once per change. */
export function createLogStates(log: Log): (views: readonly BundleView[]) => void {
  let known = new Map<string, string>();
  return (views) => {
    const before = known;
    known = new Map(views.map((view) => [view.name, JSON.stringify([view.state, view.problems])]));
    for (const view of views) if (before.get(view.name) !== known.get(view.name)) report(view, log);
    for (const name of before.keys()) if (!known.has(name)) log.info(`Bundle "${name}" was removed`);
  };
}

function report({ name, version, state, problems }: BundleView, log: Log): void {
  if (state === 'running') log.info(`Bundle "${name}" ${version} is running`);
  if (state === 'stopped') log.info(`Bundle "${name}" is disabled`);
  if (state === 'failed') log.error(`Bundle "${name}" has failed`);
  if (state === 'blocked') log.error(`Bundle "${name}" is blocked`);
  for (const problem of problems) log[problem.severity === 'error' ? 'error' : 'warn'](`  ${name}: ${describeProblem(problem)}`);
}

/** A problem in one line: where, what, and what to do. */
export function describeProblem({ file, line, field, message, fix }: BundleProblem): string {
  const place = [file && line !== undefined ? `${file}:${line}` : file, field].filter(Boolean).join(' ');
  return [place && `${place}:`, fix ? `${message}.` : message, fix].filter(Boolean).join(' ');
}
