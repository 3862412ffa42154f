import type { Origin } from '#contract/audit';
import type { Result } from '#contract/result';
import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'socket.io';
import type { Admitted, Refused } from './admit.ts';

type Conn = Socket['conn'];

/** Finds out who that page is, and whether it may come in: now, not when it came. */
export type Knock = (remote: Origin) => Promise<Result<Admitted, Refused>>;

/**
 * Who came on the same connection by our own protocol. A graphic that was opened by a key shows it there, with its address; its
 * `window.socket` in NodeCG's namespace shows nothing, and is the same page.
 */
export type Siblings = {
  met(conn: Conn, knock: Knock): void;
  /** Waits a moment, because both come at once. */
  find(conn: Conn): Promise<Knock | undefined>;
};

const patienceMs = 300;

export function createSiblings(): Siblings {
  const known = new WeakMap<Conn, Knock>();
  const waiting = new WeakMap<Conn, ((knock: Knock) => void)[]>();
  return {
    met(conn, knock) {
      known.set(conn, knock);
      for (const tell of waiting.get(conn) ?? []) tell(knock);
      waiting.delete(conn);
    },
    async find(conn) {
      const before = known.get(conn);
      if (before) return before;
      const told = new Promise<Knock>((resolve) => waiting.set(conn, [...(waiting.get(conn) ?? []), resolve]));
      return Promise.race([told, delay(patienceMs, undefined, { ref: false })]);
    },
  };
}
