import { satisfies } from 'semver';
import type { BundleProblem, BundleState, BundleView, ExtensionView } from '#contract/bundle';
import { sentences } from '#contract/sentences';
import type { Assembly, ResolvedBundle } from './bundle-state.ts';
import { hasErrors } from './problem-list.ts';

export type ViewContext = { assembly: Assembly; statuses: ReadonlyMap<string, ExtensionView> };

/** A bundle as everybody sees it. */
export function createView(bundle: ResolvedBundle, context: ViewContext): BundleView {
  const { entry, name, enabled } = bundle;
  const { reading, good } = entry;
  const manifest = good?.loaded.manifest;
  const extension = extensionView(bundle, context);
  const problems = problemsOf(bundle, extension, context);
  return {
    name,
    version: manifest?.version ?? reading.versionText,
    description: manifest?.description ?? reading.description,
    kind: entry.source.kind,
    enabled,
    state: stateOf(bundle, extension, context),
    problems,
    panels: manifest?.panels ?? [],
    graphics: manifest?.graphics ?? [],
    ...(manifest && manifest.soundCues.length > 0 && { hasSounds: true }),
    ...(manifest?.access && { access: manifest.access }),
    extension,
    dependencies: dependenciesOf(bundle, context),
    git: good?.loaded.git,
    loadedAt: entry.startedAt,
  };
}

function stateOf(bundle: ResolvedBundle, extension: ExtensionView, context: ViewContext): BundleState {
  if (!bundle.enabled) return 'stopped';
  if (bundle.conflict || hasErrors(bundle.entry.reading.problems)) return 'failed';
  if (bundle.stopped) return bundle.stopped.state;
  if (extension.state === 'failed') return 'failed';
  if (failedDependency(bundle, context) !== undefined) return 'blocked';
  return extension.state === 'starting' ? 'starting' : 'running';
}

function extensionView(bundle: ResolvedBundle, { statuses }: ViewContext): ExtensionView {
  if (bundle.entry.good?.loaded.extensionEntry === undefined) return { state: 'none', restarts: 0 };
  if (!bundle.enabled || bundle.stopped || bundle.conflict) return { state: 'stopped', restarts: 0 };
  return statuses.get(bundle.name) ?? { state: 'starting', restarts: 0 };
}

function problemsOf(bundle: ResolvedBundle, extension: ExtensionView, context: ViewContext): BundleProblem[] {
  const problems = [...bundle.entry.reading.problems];
  if (bundle.conflict) problems.unshift(bundle.conflict);
  if (bundle.stopped) problems.push(bundle.stopped.problem);
  if (extension.state === 'failed') problems.push(extensionProblem(extension, bundle.entry.good?.loaded.dir ?? ''));
  const dependency = bundle.stopped || !bundle.enabled ? undefined : failedDependency(bundle, context);
  if (dependency !== undefined) problems.push(dependencyProblem(dependency));
  return problems.map((problem) => ({
    ...problem,
    message: sentences(problem.message),
    ...(problem.fix && { fix: sentences(problem.fix) }),
  }));
}

function extensionProblem({ lastError }: ExtensionView, dir: string): BundleProblem {
  const file = lastError?.file?.replace(`${dir}/`, '');
  const message = `The extension failed while loading: ${lastError?.message ?? 'unknown error'}`;
  return { severity: 'error', file, line: lastError?.line, message, fix: 'Correct the extension: saving it starts it again.' };
}

function dependencyProblem(name: string): BundleProblem {
  const field = `nodecg.bundleDependencies.${name}`;
  return {
    severity: 'error',
    file: 'package.json',
    field,
    message: `It needs the bundle "${name}", whose extension has failed`,
    fix: `Correct "${name}" first.`,
  };
}

/** A dependency that was started and failed. The order is free of circles, so this ends. */
function failedDependency(bundle: ResolvedBundle, context: ViewContext): string | undefined {
  if (bundle.stopped) return undefined;
  return Object.keys(bundle.entry.good?.loaded.manifest.bundleDependencies ?? {}).find((name) => !isUp(name, context));
}

/** Its pages and its extension are there, in its last good version, and what it depends on as well. */
export function isUp(name: string, context: ViewContext): boolean {
  const bundle = context.assembly.bundles.get(name);
  if (!bundle || !bundle.enabled || bundle.conflict || bundle.stopped || !bundle.entry.good) return false;
  return extensionView(bundle, context).state !== 'failed' && failedDependency(bundle, context) === undefined;
}

function dependenciesOf(bundle: ResolvedBundle, context: ViewContext): BundleView['dependencies'] {
  return Object.entries(bundle.entry.good?.loaded.manifest.bundleDependencies ?? {}).map(([name, range]) => {
    const version = context.assembly.bundles.get(name)?.entry.good?.loaded.manifest.version;
    return {
      name,
      range,
      satisfied: version !== undefined && satisfies(version, range) && !isCircular(bundle) && isUp(name, context),
    };
  });
}

function isCircular(bundle: ResolvedBundle): boolean {
  return bundle.stopped?.state === 'failed';
}
