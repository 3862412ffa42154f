import type { Origin } from '#contract/audit';
import { failure, success } from '#contract/result';
import { note, type IdentityContext, type Outcome } from './context.ts';
import { createAddressFailures, createFailures, inMinutes, lockPolicy } from './failures.ts';

/** `away`: the directory didn't answer, so nothing was tried. */
export type DirectoryOutcome = 'right' | 'wrong' | 'away';

/**
 * Counts guesses at a directory's passwords, which Next checks there: each before it is made, so that those at the same time get no more
 * tries. Without it this server would be a way around nobody's lock but the directory's own.
 */
export function createDirectoryAttempts(context: IdentityContext) {
  const { now } = context;
  const names = createFailures(lockPolicy, now);
  const addresses = createAddressFailures(now);
  const refused = (origin: Origin, username: string, reason: string) =>
    note(context, origin, { action: 'session.sign-in', target: targetOf(username), result: 'refused', reason });

  return {
    beginDirectory({ username }: { username: string }, origin: Origin): Outcome<null> {
      const name = keyOf(username);
      const until = addresses.lockedUntil(origin.address) ?? names.lockedUntil(name);
      if (until === undefined) {
        names.add(name);
        return Promise.resolve(success(null));
      }
      refused(origin, username, 'locked');
      const message = `Too many attempts failed. Try again ${inMinutes(until, now())}.`;
      return Promise.resolve(failure({ code: 'locked' as const, message, until }));
    },
    endDirectory({ username, outcome }: { username: string; outcome: DirectoryOutcome }, origin: Origin): Outcome<null> {
      const name = keyOf(username);
      if (outcome === 'right') names.forget(name);
      else if (outcome === 'away') names.release(name);
      else {
        addresses.add(origin.address);
        refused(origin, username, 'wrong-credentials');
      }
      return Promise.resolve(success(null));
    },
  };
}

/** One for all ways in which a directory takes a name for the same: capitals, accents, widths, spaces, what can't be seen. */
function keyOf(username: string): string {
  return username
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\p{Cc}]/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 256);
}

/** Somebody may type a password where the name belongs: only what could be a name is written down. */
function targetOf(username: string): string {
  const name = username.trim();
  return `ldap:${name !== '' && name.length <= 64 ? name : '?'}`;
}
