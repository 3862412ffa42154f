import { randomUUID } from 'node:crypto';
import { maySteer } from '#contract/access';
import { limits } from '#contract/limits';
import type { Actor, ReplicantKey } from '#contract/replicant';
import type { SavedState, SavedStateError, SavedStateErrorCode } from '#contract/saved-state';
import { failure, success, type Result } from '#contract/result';
import type { SavedStates, SavedValue } from '#ports/saved-states';
import { compareStates } from './compare-states.ts';
import type { SavedStateService } from './types.ts';
import type { StatesOfReplicants } from './states-of-replicants.ts';

export type SavedStateDeps = {
  states: SavedStates;
  replicants: StatesOfReplicants;
  /** Milliseconds since 1970. */ now(): number;
};

/** Characters of all values in one saved state. */
/** Ids of what the server saves by itself before it restores something. */
const automaticPrefix = 'auto-';
const mostAutomatic = 10;
const maxBytes = 128 * 1024 * 1024;

export function createSavedStateService(deps: SavedStateDeps): SavedStateService {
  const { states } = deps;
  return {
    list: async (namespace) => {
      const all = await states.list();
      return namespace === undefined ? all : all.filter((state) => state.namespace === namespace);
    },
    create: (wish, actor) => guarded(actor, () => create(deps, wish, actor)),
    compare: (id, against) => answered(() => compare(deps, id, against)),
    restore: (id, actor, mayWrite) => guarded(actor, () => restore(deps, { id, actor, mayWrite })),
    rename: (id, name, actor) =>
      guarded(actor, async () => {
        const renamed = await states.rename(id, name);
        if (renamed === 'taken') return refuse('name-taken', `There is a saved state "${name}" already; choose another name.`);
        return renamed ? success(renamed) : unknown();
      }),
    delete: (id, actor) => guarded(actor, async () => ((await states.delete(id)) ? success(null) : unknown())),
  };
}

async function create(
  { states, replicants, now }: SavedStateDeps,
  { name, namespace, id = randomUUID() }: { name: string; namespace: string | null; id?: string },
  actor: Actor,
): Promise<Result<SavedState, SavedStateError>> {
  const existing = await states.list();
  if (existing.length >= limits.savedStates)
    return refuse('too-many', `There are ${existing.length} saved states already; delete old ones first.`);
  const values = await replicants.persistentValues(namespace ?? undefined);
  if (values.length > limits.replicantsTogether)
    return refuse(
      'too-large',
      `A saved state holds ${limits.replicantsTogether} replicants, here are ${values.length}; save bundle by bundle.`,
    );
  const bytes = values.reduce((sum, one) => sum + one.bytes, 0);
  if (bytes > maxBytes) return refuse('too-large', `These replicants are too large for one saved state; save bundle by bundle.`);
  const state: SavedState = { id, name, namespace, at: now(), actor, replicants: values.length, bytes };
  if (
    await states.create(
      state,
      values.map(({ key, value }) => ({ key, value })),
    )
  )
    return success(state);
  return refuse('name-taken', `There is a saved state "${name}" already; choose another name.`);
}

async function compare({ states, replicants }: SavedStateDeps, id: string, against: string | undefined) {
  const saved = await states.get(id);
  if (!saved) return unknown();
  if (against === undefined) {
    const now = await replicants.persistentValues(saved.state.namespace ?? undefined);
    return success(await compareStates(saved.values, now));
  }
  const other = await states.get(against);
  return other ? success(await compareStates(saved.values, other.values)) : unknown();
}

type Restoring = { id: string; actor: Actor; mayWrite: ((key: ReplicantKey) => boolean) | undefined };

async function restore(
  deps: SavedStateDeps,
  { id, actor, mayWrite }: Restoring,
): Promise<Result<{ changed: number }, SavedStateError>> {
  const { states, replicants } = deps;
  const saved = await states.get(id);
  if (!saved) return unknown();
  if (mayWrite && !saved.values.every(({ key }) => mayWrite(key)))
    return refuse('forbidden', 'It holds replicants that you may not change, so nothing was restored. Ask an administrator.');
  const declared = await declareAll(replicants, saved.values, actor);
  if (declared) return declared;
  await keepWhatWas(deps, saved.state, actor);
  return replicants.changeTogether(saved.values, { kind: 'snapshot', name: saved.state.name }, actor);
}

/** Restoring the wrong state must not be an accident without a way back: what was live is saved before, and the newest few of these are kept. */
async function keepWhatWas(deps: SavedStateDeps, restored: SavedState, actor: Actor): Promise<void> {
  const automatic = (await deps.states.list()).filter(({ id }) => id.startsWith(automaticPrefix) && id !== restored.id);
  for (const { id } of automatic.slice(mostAutomatic - 1)) await deps.states.delete(id);
  const time = new Date(deps.now()).toISOString().replace('T', ' ').replace('Z', ' UTC');
  const name = `Before “${restored.name.slice(0, 128)}” · ${time}`;
  // Where there is no room for one, a crew that restores in a hurry is not kept from it.
  await create(deps, { name, namespace: restored.namespace, id: `${automaticPrefix}${randomUUID()}` }, actor);
}

/**
 * Brings to life what is only stored, so that it can be changed. As somebody who only reads: kind, persistence and merge strategy are decided by the
 * first real declaration, which may still come.
 */
async function declareAll(
  replicants: StatesOfReplicants,
  values: SavedValue[],
  actor: Actor,
): Promise<Result<never, SavedStateError> | undefined> {
  const results = await replicants.declareMany(
    values.map(({ key }) => ({ key, options: {} })),
    { kind: actor.kind, id: actor.id, role: 'VIEWER' },
  );
  for (const [index, result] of results.entries()) {
    if (!result.ok) return refuse(result.error.code, `${result.error.message} Nothing was restored.`, values[index]?.key);
  }
  return undefined;
}

/** Saved states are changed by those who may change replicants. */
async function guarded<T>(actor: Actor, work: () => Promise<Result<T, SavedStateError>>): Promise<Result<T, SavedStateError>> {
  if (!maySteer(actor)) return refuse('forbidden', `${actor.id} may look at saved states, but not make, restore or delete them.`);
  return answered(work);
}

async function answered<T>(work: () => Promise<Result<T, SavedStateError>>): Promise<Result<T, SavedStateError>> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error && error.message.includes('database') ? ` (${error.message})` : '';
    return refuse('storage-away', `The database does not answer${reason}, so nothing was changed. Try again when it is back.`);
  }
}

function unknown(): Result<never, SavedStateError> {
  return refuse('unknown-saved-state', 'There is no such saved state any more.');
}

function refuse(code: SavedStateErrorCode, message: string, key?: ReplicantKey): Result<never, SavedStateError> {
  return failure(key ? { code, message, key } : { code, message });
}
