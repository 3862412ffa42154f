import type { LockPolicy } from '#ports/accounts';
import { networkOf } from './network-of.ts';

export const lockPolicy: LockPolicy = { from: 5, firstMs: 30_000, mostMs: 15 * 60_000 };
/** An address may be a whole venue behind one router. */
const addressPolicy: LockPolicy = { from: 50, firstMs: 60_000, mostMs: 15 * 60_000 };
const forgetMs = 60 * 60_000;
const mostCounted = 10_000;

/** Failed attempts by name or address, in memory: a bounded number, forgotten after an hour. */
export type Failures = {
  /** When its lock ends; undefined: it isn't locked. */
  lockedUntil(name: string): number | undefined;
  /** One more; when the lock ends that it made. */
  add(name: string): number | undefined;
  /** One less: it wasn't tried after all. */
  release(name: string): void;
  /** It was right: those before it don't count any more. */
  forget(name: string): void;
};

/** Who doesn't exist is locked out as who does, so that nobody learns which names there are. */
export function createFailures(policy: LockPolicy, now: () => number): Failures {
  const counted = new Map<string, { count: number; at: number; until: number }>();
  return {
    lockedUntil(name) {
      const until = counted.get(name)?.until ?? 0;
      return until > now() ? until : undefined;
    },
    add(name) {
      const before = counted.get(name);
      const count = before && now() - before.at < forgetMs ? before.count + 1 : 1;
      const lockMs = count < policy.from ? 0 : Math.min(policy.mostMs, policy.firstMs * 2 ** Math.min(30, count - policy.from));
      counted.delete(name);
      const oldest = counted.size >= mostCounted ? counted.keys().next().value : undefined;
      if (oldest !== undefined) counted.delete(oldest);
      counted.set(name, { count, at: now(), until: now() + lockMs });
      return lockMs > 0 ? now() + lockMs : undefined;
    },
    release(name) {
      const before = counted.get(name);
      if (before) counted.set(name, { ...before, count: Math.max(0, before.count - 1), until: 0 });
    },
    forget: (name) => void counted.delete(name),
  };
}

/** Failed attempts by address, in which a network that one machine may have to itself counts as one. */
export function createAddressFailures(now: () => number): Failures {
  const failures = createFailures(addressPolicy, now);
  return {
    lockedUntil: (address) => failures.lockedUntil(networkOf(address)),
    add: (address) => failures.add(networkOf(address)),
    release: (address) => failures.release(networkOf(address)),
    forget: (address) => failures.forget(networkOf(address)),
  };
}

/** `in 4 minutes`, for a message. */
export function inMinutes(until: number, now: number): string {
  const seconds = Math.max(2, Math.ceil((until - now) / 1_000));
  return seconds <= 90 ? `in ${seconds} seconds` : `in ${Math.ceil(seconds / 60)} minutes`;
}
