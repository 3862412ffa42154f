import type { LayoutError } from '#contract/layout';
import type { SavedState, SavedStateError } from '#contract/saved-state';
import type { Actor } from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';
import {
  maySavedState,
  visibleBundle,
  visibleBundles,
  visibleGraphics,
  visibleLayouts,
  type AccessService,
} from '#services/access/index';
import { commandAllowed } from '../gateway/entry/command-allowed.ts';
import type { InternalMethodOf, InternalServices } from './internal-methods.ts';

/* Methods that answer with what somebody may see of a list, or work on something whose resource only they know. */

type Shown =
  | 'replicant.list'
  | `saved.${'list' | 'create' | 'compare' | 'restore' | 'rename' | 'delete'}`
  | `layout.${'read' | 'share' | 'edit' | 'delete'}`
  | 'bundle.list'
  | 'bundle.get'
  | 'graphic.list'
  | 'graphic.command'
  | 'system.health';

type Need = Parameters<AccessService['allows']> extends [Actor, ...infer Rest] ? Rest : never;

/** What is answered is no Result that could say so. */
export class MayNot extends Error {}

const refused = { code: 'forbidden', message: 'You may not do this. Ask an administrator to allow it.' } as const;

export const shownMethods: { [M in Shown]: InternalMethodOf<M> } = {
  'replicant.list': async ({ namespace }, { replicants, followerCount, access }, { actor }) =>
    (await replicants.list(namespace))
      .filter(({ key }) => access.allows(actor, 'replicant.read', { kind: 'replicant', bundle: key.namespace, name: key.name }))
      .map((summary) => ({ ...summary, subscribers: followerCount(summary.key) })),

  'saved.list': async ({ namespace }, { saved, access }, { actor }) =>
    (await saved.list(namespace)).filter((state) => maySavedState(access, actor, 'saved.read', state)),
  'saved.create': async ({ name, namespace }, { saved, access }, { actor }) =>
    maySavedState(access, actor, 'saved.change', { namespace }) ? saved.create({ name, namespace }, actor) : failure(refused),
  'saved.compare': async ({ id, against }, services, { actor }) => {
    const ids = against === undefined ? [id] : [id, against];
    const found = await findSaved(services, ids, { actor, action: 'saved.read' });
    if (!found.ok) return found;
    const compared = await services.saved.compare(id, against);
    if (!compared.ok) return compared;
    const { differences } = compared.value;
    return success({ ...compared.value, differences: differences.filter(({ key }) => mayRead(services.access, actor, key)) });
  },
  'saved.restore': async ({ id }, services, { actor }) => {
    const found = await findSaved(services, [id], { actor, action: 'saved.change' });
    if (!found.ok) return found;
    const mayWrite = ({ namespace, name }: { namespace: string; name: string }): boolean =>
      services.access.allows(actor, 'replicant.write', { kind: 'replicant', bundle: namespace, name });
    return services.saved.restore(id, actor, mayWrite);
  },
  'saved.rename': async ({ id, name }, services, { actor }) => {
    const found = await findSaved(services, [id], { actor, action: 'saved.change' });
    return found.ok ? services.saved.rename(id, name, actor) : found;
  },
  'saved.delete': async ({ id }, services, { actor }) => {
    const found = await findSaved(services, [id], { actor, action: 'saved.change' });
    return found.ok ? services.saved.delete(id, actor) : found;
  },

  'layout.read': async (_, { layouts, access }, { actor }) => {
    const read = await layouts.read(actor);
    if (!read.ok) return read;
    const { mine, shared } = read.value;
    return success({ mine, shared: { ...shared, value: visibleLayouts(access, actor, shared.value) } });
  },
  'layout.share': async (wish, { layouts, access }, { actor }) =>
    access.seesWorkspace(actor, wish.workspace) ? layouts.share(wish, actor) : failure(refused),
  'layout.edit': async ({ id, edit }, services, { actor }) =>
    (await refuseLayout(services, actor, id)) ?? services.layouts.edit(id, edit, actor),
  'layout.delete': async ({ id }, services, { actor }) =>
    (await refuseLayout(services, actor, id)) ?? services.layouts.delete(id, actor),

  'bundle.list': (_, { bundles, access }, { actor }) => visibleBundles(access, actor, bundles.list()),
  'bundle.get': ({ name }, { bundles, access }, { actor }) => {
    const found = bundles.get(name);
    return found && visibleBundle(access, actor, found);
  },
  'graphic.list': (_, { graphics, access }, { actor }) => visibleGraphics(access, actor, graphics.list()),
  'graphic.command': (command, { graphics, access }, { actor }) => {
    const permits = { isFree: false, allows: (...asked: Need) => access.allows(actor, ...asked) };
    const reached = commandAllowed(command, permits, graphics);
    if (reached === undefined) throw new MayNot();
    return reached;
  },
  'system.health': (_, { health, access }, { actor }) => {
    const found = health();
    if (access.seesEverything(actor)) return found;
    // In their details bundles are named.
    const checks = found.readiness.checks.map(({ name, state }) => ({ name, state }));
    return { ...found, readiness: { ...found.readiness, checks } };
  },
};

/** The saved states of these ids, if somebody may do this with all of them. One that is hidden is as one that isn't there. */
async function findSaved(
  { saved, access }: InternalServices,
  ids: readonly string[],
  { actor, action }: { actor: Actor; action: 'saved.read' | 'saved.change' },
): Promise<Result<SavedState[], SavedStateError>> {
  const all = await saved.list().catch(() => undefined);
  if (!all) return failure({ code: 'storage-away', message: 'The database does not answer. Try again when it is back.' });
  const found = all.filter(({ id }) => ids.includes(id));
  const seen = found.filter((state) => maySavedState(access, actor, 'saved.read', state));
  if (seen.length < new Set(ids).size)
    return failure({ code: 'unknown-saved-state', message: 'There is no such saved state any more.' });
  return seen.every((state) => maySavedState(access, actor, action, state)) ? success(seen) : failure(refused);
}

function mayRead(access: Pick<AccessService, 'allows'>, actor: Actor, key: { namespace: string; name: string }): boolean {
  return access.allows(actor, 'replicant.read', { kind: 'replicant', bundle: key.namespace, name: key.name });
}

async function refuseLayout(
  { layouts, access }: InternalServices,
  actor: Actor,
  id: string,
): Promise<Result<never, LayoutError> | undefined> {
  const read = await layouts.read(actor);
  if (!read.ok) return read;
  const layout = read.value.shared.value.layouts.find((one) => one.id === id);
  if (layout && access.seesWorkspace(actor, layout.workspace)) return undefined;
  return failure({ code: 'unknown-layout', message: 'There is no such shared layout any more.' });
}
