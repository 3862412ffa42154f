import { limits } from '#contract/limits';
import type { Actor, ReplicantError, ReplicantKey, Snapshot } from '#contract/replicant';
import { success, type Result } from '#contract/result';
import { cellOf, nameOf, type ReplicantContext } from './context.ts';
import { change, refuse, refuseAtDoor } from './propose.ts';
import { towards } from './reconcile.ts';
import type { ProposeOptions } from './types.ts';
import { beginBack, walkBack } from './walk-back.ts';

/** The state at an earlier revision (SPEC.md R60, R61). Rejects when storage is needed and doesn't answer. */
export async function stateAt(
  context: ReplicantContext,
  key: ReplicantKey,
  revision: number,
): Promise<Result<Snapshot, ReplicantError>> {
  const begin = await beginBack(context, key);
  if (!begin) return refuse('not-declared', `Nobody has declared ${nameOf(key)}; declare it first.`);
  const { newest } = begin;
  if (revision > newest.revision)
    return unknown(`${nameOf(key)} has never been at revision ${revision}; the newest is ${newest.revision}.`);
  if (revision === newest.revision) return success(newest);
  let oldest = newest.revision;
  let rows = 0;
  for await (const { entry, before } of walkBack(context, key, begin)) {
    if (entry.fromRevision === revision) return success({ value: before, revision, stamp: entry.stamp });
    if (entry.fromRevision < revision) return merged(key, entry, revision);
    oldest = entry.fromRevision;
    if (++rows >= limits.restoreRows) break;
  }
  return unknown(`The history of ${nameOf(key)} goes back to revision ${oldest} only.`);
}

function merged(
  key: ReplicantKey,
  entry: { fromRevision: number; revision: number },
  revision: number,
): Result<never, ReplicantError> {
  return unknown(
    `Revision ${revision} of ${nameOf(key)} was part of one burst of changes; choose ${entry.fromRevision} (before it) or ${entry.revision} (after it).`,
  );
}

function unknown(message: string): Result<never, ReplicantError> {
  return refuse('unknown-revision', message.charAt(0).toUpperCase() + message.slice(1));
}

/** Brings the value of an earlier revision back, as a new change. What its schema no longer allows is refused. */
export async function restore(
  context: ReplicantContext,
  { key, revision }: { key: ReplicantKey; revision: number },
  actor: Actor,
  options: ProposeOptions,
): Promise<Result<Snapshot, ReplicantError>> {
  const refused = refuseAtDoor(context, key, actor);
  if (refused) return refused;
  if (cellOf(context, key) === undefined) return refuse('not-declared', `Nobody has declared ${nameOf(key)}; declare it first.`);
  const past = await stateAt(context, key, revision);
  if (!past.ok) return past;
  const make = (current: Snapshot) =>
    success({ operations: towards(current.value, past.value.value), cause: { kind: 'restore' as const, revision } });
  return change(context, { key, make }, actor, options);
}
