import { keyOf, type Actor, type ReplicantError, type ReplicantKey } from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';
import { cellOf, mayChange, mayWrite, nameOf, type ReplicantContext } from './context.ts';
import type { StoreOutcome } from './waiters.ts';

/** Deletes a replicant, its stored value and its history. Who declares it again starts anew. */
export async function remove(context: ReplicantContext, key: ReplicantKey, actor: Actor): Promise<Result<null, ReplicantError>> {
  if (context.isClosed())
    return failure({ code: 'contended', message: 'The server is shutting down; try again when it is back.' });
  const known = cellOf(context, key);
  if (!mayWrite(actor, key) || (known && !mayChange(actor, known)))
    return failure({ code: 'forbidden', message: `${actor.kind} "${actor.id}" may not delete ${nameOf(key)}.` });
  const { stored } = await context.lock.run(keyOf(key), () => removeInTurn(context, key, actor));
  const outcome = await stored;
  if (!outcome || outcome.stored) return success(null);
  const message = `${nameOf(key)} is gone, but the database doesn't know yet: ${outcome.reason}. It will be deleted there when the database takes it.`;
  return failure({ code: 'not-durable', message });
}

async function removeInTurn(
  context: ReplicantContext,
  key: ReplicantKey,
  actor: Actor,
): Promise<{ stored: Promise<StoreOutcome> | undefined }> {
  const id = keyOf(key);
  const cell = cellOf(context, key);
  const snapshot = await context.store.read(key);
  // A revision that was used once in this run must not come back with another value.
  const before = context.retired.get(id) ?? 0;
  context.retired.set(id, Math.max(before, (snapshot?.revision ?? -1) + 1));
  context.cells.delete(id);
  context.recent.forget(id);
  await context.store.delete(key);
  context.bus.publish({ type: 'replicant.deleted', key, actor });
  return { stored: cell && !cell.persistent ? undefined : context.commits.delete(key) };
}
