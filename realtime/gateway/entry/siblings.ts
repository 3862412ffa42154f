import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'socket.io';
import type { Admitted } from './admit.ts';

type Conn = Socket['conn'];

/**
 * Who came in on the same connection by our own protocol. A graphic that was opened by a key shows it there, with its address; its
 * `window.socket` in NodeCG's namespace shows nothing, and is the same page.
 */
export type Siblings = {
  met(conn: Conn, admitted: Admitted): void;
  /** Waits a moment, because both come at once. */
  find(conn: Conn): Promise<Admitted | undefined>;
};

const patienceMs = 300;

export function createSiblings(): Siblings {
  const known = new WeakMap<Conn, Admitted>();
  const waiting = new WeakMap<Conn, ((admitted: Admitted) => void)[]>();
  return {
    met(conn, admitted) {
      known.set(conn, admitted);
      for (const tell of waiting.get(conn) ?? []) tell(admitted);
      waiting.delete(conn);
    },
    async find(conn) {
      const before = known.get(conn);
      if (before) return before;
      const told = new Promise<Admitted>((resolve) => waiting.set(conn, [...(waiting.get(conn) ?? []), resolve]));
      return Promise.race([told, delay(patienceMs, undefined, { ref: false })]);
    },
  };
}
