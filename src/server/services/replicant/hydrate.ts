import { applyOperations } from '#contract/apply-operations';
import { keyOf, type HistoryEntry, type ReplicantKey, type ReplicantPosition, type Snapshot } from '#contract/replicant';
import type { StoredReplicant } from '#ports/replicant-log';
import { ask } from './ask.ts';
import { nameOf, type ReplicantContext } from './context.ts';
import { measureOperations, replacesRoot } from './measure-json.ts';
import type { RecentChange } from './recent-changes.ts';

/** What storage knows of a replicant. `problem`: its history has a hole, so this is the last state that is certain, under a stamp of this run. */
export type Hydrated = { snapshot: Snapshot; changes: RecentChange[]; problem?: string };

/** The newest stored state: the checkpoint, and the history after it applied. Undefined where nothing is stored. */
export function replay(stored: StoredReplicant, epoch: string): Hydrated | undefined {
  const [first] = stored.entries;
  let snapshot: Snapshot | undefined =
    stored.checkpoint ?? (first && { value: undefined, revision: first.fromRevision, stamp: first.stamp });
  if (!snapshot) return undefined;
  const changes: RecentChange[] = [];
  for (const entry of stored.entries) {
    // Merged again after a write of unknown outcome: an overwrite covers what a row before it had, too.
    if (entry.revision <= snapshot.revision) continue;
    const next = follow(snapshot, entry);
    if (typeof next === 'string') return broken(stored, snapshot, epoch, next);
    changes.push({
      from: positionOf(snapshot),
      to: positionOf(next),
      operations: entry.operations,
      actor: entry.actor,
      ...(entry.inverse ? { inverse: entry.inverse } : {}),
      length: measureOperations(entry.operations),
    });
    snapshot = next;
  }
  return { snapshot, changes };
}

function follow(snapshot: Snapshot, entry: HistoryEntry): Snapshot | string {
  if (entry.fromRevision !== snapshot.revision && !replacesRoot(entry.operations)) {
    return `revision ${snapshot.revision} is followed by a change of revision ${entry.fromRevision}`;
  }
  const applied = applyOperations(snapshot.value, entry.operations);
  return applied.ok ? { value: applied.value, revision: entry.revision, stamp: entry.stamp } : applied.error.message;
}

/** Positions, not snapshots: a remembered change must not keep old values alive. */
function positionOf({ revision, stamp }: Snapshot): ReplicantPosition {
  return { revision, stamp };
}

function broken(stored: StoredReplicant, snapshot: Snapshot, epoch: string, problem: string): Hydrated {
  const revision = Math.max(...stored.entries.map((entry) => entry.revision)) + 1;
  return { snapshot: { value: snapshot.value, revision, stamp: epoch }, changes: [], problem };
}

/** Stored replicants by `keyOf`, in one trip. Rejects when storage doesn't answer in time. What was deleted in this run counts as not stored. */
export async function load(context: ReplicantContext, keys: ReplicantKey[]): Promise<Map<string, Hydrated>> {
  const wanted = keys.filter((key) => !context.retired.has(keyOf(key)));
  if (wanted.length === 0) return new Map();
  const stored = await ask(context, context.log.load(wanted));
  const found = wanted.flatMap((key): [string, Hydrated][] => {
    const row = stored.get(keyOf(key));
    const hydrated = row && replay(row, context.epoch);
    for (const { key: made, ...position } of row?.idempotency ?? []) context.idempotency.add(keyOf(key), made, position);
    if (hydrated?.problem)
      context.report(`The history of ${nameOf(key)} is damaged (${hydrated.problem}); it continues from the last state before.`);
    return hydrated ? [[keyOf(key), hydrated]] : [];
  });
  return new Map(found);
}
