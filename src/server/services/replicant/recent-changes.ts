import { applyOperations } from '#contract/apply-operations';
import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import type { Actor, ReplicantPosition, Snapshot } from '#contract/replicant';

/** One committed change, or a merged burst of them, with the state that it starts from. `inverse` is there where its replicant merges by older states. */
export type RecentChange = {
  from: ReplicantPosition;
  to: ReplicantPosition;
  operations: Operation[];
  inverse?: Operation[];
  actor: Actor;
  length: number;
  /** Where its replicant merges by older states and its writer shows it before it is confirmed: what was asked for, and by which line. */
  proposed?: { line: string; operations: Operation[] };
};

/** The last changes of every replicant, for clients that come back. Bounded per replicant and as a whole. */
export interface RecentChanges {
  add(id: string, change: RecentChange): void;
  /** Unbroken changes from `position` to `now`, and how long they are; undefined if not all of them are known. */
  since(id: string, position: ReplicantPosition, now: Snapshot): { changes: RecentChange[]; length: number } | undefined;
  /**
   * The value at an earlier revision, for replicants whose changes carry their inverse; undefined where it isn't known any more. With a `line`: as its writer
   * saw it, which had made its own later changes on top of it.
   */
  stateAt(id: string, seen: Seen, now: Snapshot): { value: Json | undefined } | undefined;
  forget(id: string): void;
}

/** `stamp`: undefined where the writer doesn't say. */
export type Seen = { revision: number; stamp?: string | undefined; line?: string | undefined };

export type RecentLimits = { changes: number; length: number; totalLength: number };

const defaultLimits: RecentLimits = { changes: 256, length: 128 * 1024, totalLength: 16 * 1024 * 1024 };

type Ring = { changes: RecentChange[]; length: number };

/** Remembers by the {@link RecentLimits}, lengths in characters; when all together are too long, the replicant that changed longest ago is forgotten. */
export function createRecentChanges(bounds: RecentLimits = defaultLimits): RecentChanges {
  const rings = new Map<string, Ring>();
  let totalLength = 0;

  function forget(id: string): void {
    totalLength -= rings.get(id)?.length ?? 0;
    rings.delete(id);
  }

  function shorten(ring: Ring): void {
    let dropped = 0;
    while (ring.changes.length - dropped > bounds.changes || ring.length > bounds.length) {
      ring.length -= ring.changes[dropped]?.length ?? ring.length;
      dropped += 1;
    }
    ring.changes.splice(0, dropped);
  }

  function add(id: string, change: RecentChange): void {
    const known = rings.get(id);
    const last = known?.changes.at(-1);
    const ring = known && last && isSame(last.to, change.from) ? known : { changes: [], length: 0 };
    forget(id);
    ring.changes.push(change);
    ring.length += change.length;
    shorten(ring);
    // Last in the map: changed most recently.
    rings.set(id, ring);
    totalLength += ring.length;
    for (const oldest of rings.keys()) {
      if (totalLength <= bounds.totalLength) break;
      forget(oldest);
    }
  }

  function since(
    id: string,
    position: ReplicantPosition,
    now: Snapshot,
  ): { changes: RecentChange[]; length: number } | undefined {
    const ring = rings.get(id);
    const last = ring?.changes.at(-1);
    if (!ring || !last || !isSame(last.to, now)) return undefined;
    const start = ring.changes.findIndex((change) => isSame(change.from, position));
    if (start < 0) return undefined;
    const changes = ring.changes.slice(start);
    return { changes, length: changes.reduce((sum, change) => sum + change.length, 0) };
  }

  function stateAt(id: string, { revision, stamp, line }: Seen, now: Snapshot): { value: Json | undefined } | undefined {
    let { value } = now;
    let at: ReplicantPosition = now;
    const own: Operation[][] = [];
    for (const change of (rings.get(id)?.changes ?? []).toReversed()) {
      if (at.revision <= revision) break;
      if (!change.inverse || !isSame(change.to, at)) return undefined;
      const before = applyOperations(value, change.inverse);
      if (!before.ok) return undefined;
      if (line !== undefined && change.proposed?.line === line) own.push(change.proposed.operations);
      value = before.value;
      at = change.from;
    }
    if (at.revision !== revision || (stamp !== undefined && stamp !== at.stamp)) return undefined;
    return { value: own.reduceRight(applyOwn, value) };
  }

  return { add, since, stateAt, forget };
}

/** What can't be made of it its writer left out, too. */
function applyOwn(value: Json | undefined, operations: Operation[]): Json | undefined {
  const applied = applyOperations(value, operations);
  return applied.ok ? applied.value : value;
}

function isSame(a: ReplicantPosition, b: ReplicantPosition): boolean {
  return a.revision === b.revision && a.stamp === b.stamp;
}
