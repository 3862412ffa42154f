import type { BundleError, BundleView } from '#contract/bundle';
import { failure, success, type Result } from '#contract/result';
import { messageOf, refresh, settle, viewOf, type BundleContext, type Settled } from './bundle-context.ts';
import { sourceId } from './bundle-entries.ts';
import type { ResolvedBundle } from './bundle-state.ts';
import { allTargets, editedTargets } from './edit-targets.ts';
import type { EditBatch } from './watch-bundles.ts';

type Outcome = Result<BundleView, BundleError>;

/** Each resolves when the extensions have followed, and never rejects for a bad bundle. */
export async function startBundles(context: BundleContext): Promise<void> {
  await change(context, async () => {
    context.disabled = await readDisabled(context);
    return rescan(context);
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
    await storeEnabled(context, name, true);
    return settle(context, await refresh(context, [{ source }]));
  });
}

/** See `BundleService.disable`. */
export async function disableBundle(context: BundleContext, name: string): Promise<Outcome> {
  return changeBundle(context, name, async () => {
    context.disabled.add(name);
    await storeEnabled(context, name, false);
    return settle(context);
  });
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
  const place = [problem?.file, problem?.field].filter((part) => part !== undefined).join(' ');
  const message = [place && `${place}:`, problem?.message ?? 'It does not run.', problem?.fix].filter(Boolean).join(' ');
  return failure({ code: view.state === 'failed' ? 'invalid-bundle' : 'blocked', message });
}

async function rescan(context: BundleContext): Promise<Settled> {
  return settle(context, await refresh(context, await allTargets(context.entries.values(), context.deps)));
}

async function readDisabled({ deps: { registry, log } }: BundleContext): Promise<Set<string>> {
  return registry.disabled().catch((error: unknown) => {
    log.warn(`Which bundles are disabled could not be read, so all are started: ${messageOf(error)}`);
    return new Set<string>();
  });
}

async function storeEnabled({ deps: { registry, log } }: BundleContext, name: string, enabled: boolean): Promise<void> {
  await registry.setEnabled(name, enabled).catch((error: unknown) => {
    log.warn(
      `"${name}" is ${enabled ? 'enabled' : 'disabled'}, but that could not be stored for the next start: ${messageOf(error)}`,
    );
  });
}
