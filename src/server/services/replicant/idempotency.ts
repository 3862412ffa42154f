import { limits } from '#contract/limits';
import type { ReplicantPosition } from '#contract/replicant';

/** Which changes have been made, by the keys that their writers gave them: a retry is recognised, and not made again (SPEC.md R25). */
export interface Idempotency {
  /** As which revision the change of this key was made; undefined: it wasn't, or too long ago. `id` is the replicant's. */
  find(id: string, key: string): ReplicantPosition | undefined;
  /** `at`: milliseconds since 1970, by the clock that `find` goes by. */
  add(id: string, key: string, made: ReplicantPosition & { at: number }): void;
}

/** Remembers each key for `limits.idempotencyMs`, and the newest `limits.idempotencyKeys` of all replicants together. */
export function createIdempotency(now: () => number): Idempotency {
  const made = new Map<string, ReplicantPosition & { at: number }>();

  function forgetOld(): void {
    for (const [name, { at }] of made) {
      if (made.size <= limits.idempotencyKeys && now() - at <= limits.idempotencyMs) return;
      made.delete(name);
    }
  }

  return {
    find(id, key) {
      const found = made.get(nameOf(id, key));
      return found && now() - found.at <= limits.idempotencyMs ? { revision: found.revision, stamp: found.stamp } : undefined;
    },
    add(id, key, { revision, stamp, at }) {
      made.set(nameOf(id, key), { revision, stamp, at });
      forgetOld();
    },
  };
}

function nameOf(id: string, key: string): string {
  return `${id}\u0000${key}`;
}
