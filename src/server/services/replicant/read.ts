import { keyOf, type ReplicantKey, type Snapshot } from '#contract/replicant';
import { findDefinition, type ReplicantContext } from './context.ts';
import { load } from './hydrate.ts';

/** The live state, else the stored one, which stays asleep. Rejects when only storage could tell and doesn't answer. */
export async function read(context: ReplicantContext, key: ReplicantKey): Promise<Snapshot | undefined> {
  const live = await context.store.read(key);
  if (live) return live;
  const definition = await findDefinition(context, key, undefined);
  if (definition?.persistent === false) return undefined;
  const stored = await load(context, [key]);
  return stored.get(keyOf(key))?.snapshot;
}
