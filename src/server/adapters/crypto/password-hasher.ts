import type { PasswordHasher } from '#ports/password-hasher';
import { loadBcrypt } from './load-sign-in.ts';

/** Node's four threads also read files: half of them stay free. */
const atOnce = 2;
const mostWaiting = 64;

/** bcrypt in native code on Node's own threads, `cost` 12 and more. */
export function createPasswordHasher(cost = 12): PasswordHasher {
  const inTurn = createTurns();
  // The form of a hash, of no password that anybody knows: comparing with it takes as long as with a real one.
  const nobodys = `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(22 + 31)}`;
  return {
    hash: (password) => inTurn(async () => (await loadBcrypt()).hash(password, cost)),
    verify: (password, stored) =>
      inTurn(async () => {
        const { verify } = await loadBcrypt();
        const isRight = await verify(password, stored ?? nobodys);
        return stored !== undefined && isRight;
      }),
    isOld(stored) {
      const made = /^\$2[abxy]\$(\d\d)\$/.exec(stored)?.[1];
      return made !== undefined && Number(made) < cost;
    },
  };
}

/** Runs a few at once, lets a bounded number wait, and turns the rest away. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T | undefined> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) return undefined;
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
