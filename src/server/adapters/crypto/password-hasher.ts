import { randomBytes } from 'node:crypto';
import { hash as bcrypt, parseOptions, verify } from '@node-rs/bcrypt';
import type { PasswordHasher } from '#ports/password-hasher';

/** Node's four threads also read files: half of them stay free. */
const atOnce = 2;
const mostWaiting = 64;

/** bcrypt in native code on Node's own threads, `cost` 12 and more. */
export function createPasswordHasher(cost = 12): PasswordHasher {
  const inTurn = createTurns();
  // Nobody knows its password.
  let nobodys: Promise<string> | undefined;
  const nobodysHash = () => (nobodys ??= bcrypt(randomBytes(32).toString('base64url'), { cost }));
  void nobodysHash().catch(() => undefined);
  return {
    hash: (password) => inTurn(() => bcrypt(password, { cost })),
    verify: (password, stored) =>
      inTurn(async () => {
        const isRight = await verify(password, stored ?? (await nobodysHash()));
        return stored !== undefined && isRight;
      }),
    isOld(stored) {
      try {
        return parseOptions(stored).cost < cost;
      } catch {
        return false;
      }
    },
  };
}

/** Runs a few at once, lets a bounded number wait, and turns the rest away. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T | 'busy'> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) return 'busy';
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
