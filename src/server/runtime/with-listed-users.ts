import type { Standing } from '#contract/identity';
import { isListed, type ListedUsers } from '#server/auth/listed-password';
import type { NodecgConfig } from '#server/config/nodecg/schema';
import { createFailures, lockPolicy, type IdentityService } from '#services/identity/index';

/** The users whom `login.local` of `cfg/nodecg.*` lists; undefined: it isn't switched on, or lists nobody. */
export function listedUsersOf({ enabled, sessionSecret, local }: NodecgConfig['login']): ListedUsers | undefined {
  if (!enabled || sessionSecret === undefined || !local?.enabled || local.allowedUsers.length === 0) return undefined;
  return { users: local.allowedUsers, sessionSecret };
}

/**
 * Lets in the users of the list, too, as operators. An account is made only for who knew the password, and it is never one that
 * somebody else has: a name that is taken stays theirs. Guessing locks a listed name as it locks others. Whoever has set a password of
 * their own signs in with that only, and with their second factor: the listed one counts no more.
 */
export function withListedUsers(identity: IdentityService, listed: ListedUsers | undefined, now: () => number): IdentityService {
  if (!listed) return identity;
  const failures = createFailures(lockPolicy, now);
  const names = new Set(listed.users.map(({ username }) => username));
  return {
    ...identity,
    async checkPassword(attempt, origin) {
      const { username, password } = attempt;
      if (!names.has(username) || failures.lockedUntil(username) !== undefined) return identity.checkPassword(attempt, origin);
      if (isListed(listed, { username, password })) {
        const entered = await identity.enterByProvider(entryOf(username), origin);
        if (entered.ok || entered.error.code !== 'wrong-credentials') return entered;
      }
      failures.add(username);
      // An account of that name has a password of its own.
      return identity.checkPassword(attempt, origin);
    },
  };
}

function entryOf(username: string) {
  return {
    identity: { provider: 'nodecg', id: username, name: username, label: username },
    standing: { role: 'OPERATOR', reach: 'all', grants: [] } satisfies Standing,
    onlyWithoutPassword: true,
  };
}
