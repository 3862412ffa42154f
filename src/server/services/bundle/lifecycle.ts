import type { BundleError, BundleView } from '#contract/bundle';
import { failure, success, type Result } from '#contract/result';
import { refresh, settle, viewOf, type BundleContext, type Settled } from './bundle-context.ts';
import { sourceId } from './bundle-entries.ts';
import type { ResolvedBundle } from './bundle-state.ts';
import { allTargets, editedTargets } from './edit-targets.ts';
import { describeProblem } from './log-states.ts';
import { warnUnknownConfigs } from './warn-unknown-configs.ts';
import type { EditBatch } from './watch-bundles.ts';

type Outcome = Result<BundleView, BundleError>;

/** Each resolves when the extensions have followed, and never rejects for a bad bundle. */
export async function startBundles(context: BundleContext): Promise<void> {
  await change(context, async () => {
    context.disabled = await context.remember.disabled();
    const settled = await rescan(context);
    const names = new Set([...context.entries.values()].map(({ reading }) => reading.name));
    await warnUnknownConfigs(context.deps.cfgDir, names, context.deps.log);
    return settled;
  });
}

/** Looks at everything again, for what happened while nobody watched. */
export async function rescanBundles(context: BundleContext): Promise<void> {
  await change(context, () => rescan(context));
}

export async function editBundles(context: BundleContext, batch: EditBatch): Promise<void> {
  await change(context, async () =>
    settle(context, await refresh(context, editedTargets(batch, context.entries.values(), context.deps))),
  );
}

/** See `BundleService.reload`. */
export async function reloadBundle(context: BundleContext, name: string): Promise<Outcome> {
  return changeBundle(context, name, async ({ entry: { source } }) => {
    const changes = await refresh(context, [{ source }]);
    const entry = context.entries.get(sourceId(source));
    if (entry?.reading.version)
      context.entries.set(sourceId(source), { ...entry, restarts: entry.restarts + 1, startedAt: Date.now() });
    return settle(context, changes);
  });
}

/** See `BundleService.enable`. */
export async function enableBundle(context: BundleContext, name: string): Promise<Outcome> {
  return changeBundle(context, name, async ({ entry: { source } }) => {
    context.disabled.delete(name);
    const stored = context.remember.setEnabled(name, true);
    return storedToo(settle(context, await refresh(context, [{ source }])), stored);
  });
}

/** See `BundleService.disable`. */
export async function disableBundle(context: BundleContext, name: string): Promise<Outcome> {
  return changeBundle(context, name, () => {
    context.disabled.add(name);
    const stored = context.remember.setEnabled(name, false);
    return Promise.resolve(storedToo(settle(context), stored));
  });
}

// What a person decided is on disk when they hear of it; a slow database holds up this answer only.
function storedToo({ extensions }: Settled, stored: Promise<void>): Settled {
  return { extensions: Promise.all([extensions, stored]).then(() => undefined) };
}

async function change(context: BundleContext, task: () => Promise<Settled>): Promise<void> {
  const settled = await context.runInOrder(async () => (context.closed ? undefined : task()));
  await settled?.extensions;
}

async function changeBundle(
  context: BundleContext,
  name: string,
  task: (bundle: ResolvedBundle) => Promise<Settled>,
): Promise<Outcome> {
  if (context.closed) return failure({ code: 'busy', message: 'The server is stopping.' });
  await change(context, async () => {
    const bundle = context.assembly.bundles.get(name);
    return bundle ? task(bundle) : { extensions: Promise.resolve() };
  });
  const bundle = context.assembly.bundles.get(name);
  return bundle
    ? judge(viewOf(context, bundle))
    : failure({ code: 'unknown-bundle', message: `There is no bundle named "${name}".` });
}

function judge(view: BundleView): Outcome {
  if (view.state !== 'failed' && view.state !== 'blocked') return success(view);
  const problem = view.problems.find(({ severity }) => severity === 'error');
  const message = problem ? describeProblem(problem) : `"${view.name}" does not run.`;
  return failure({ code: view.state === 'failed' ? 'invalid-bundle' : 'blocked', message });
}

async function rescan(context: BundleContext): Promise<Settled> {
  return settle(context, await refresh(context, await allTargets(context.entries.values(), context.deps)));
}
