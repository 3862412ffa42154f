import type { Standing } from '#contract/identity';
import { isListed, type ListedUsers } from '#server/auth/listed-password';
import type { NodecgConfig } from '#server/config/nodecg/schema';
import type { IdentityService } from '#services/identity/index';

/** The users whom `login.local` of `cfg/nodecg.*` lists; undefined: it isn't switched on, or lists nobody. */
export function listedUsersOf({ enabled, sessionSecret, local }: NodecgConfig['login']): ListedUsers | undefined {
  if (!enabled || sessionSecret === undefined || !local?.enabled || local.allowedUsers.length === 0) return undefined;
  return { users: local.allowedUsers, sessionSecret };
}

/**
 * Lets in the users of the list, too, as operators. An account is made only for who knew the password, and only where nobody has the name:
 * a name that is taken stays theirs, with its own password. Guesses are counted and locked as those at other names. Whoever has set a
 * password of their own signs in with that only, and with their second factor: the listed one counts no more.
 */
export function withListedUsers(identity: IdentityService, listed: ListedUsers | undefined): IdentityService {
  if (!listed) return identity;
  return {
    ...identity,
    checkPassword: (attempt, origin) =>
      identity.checkPassword(attempt, origin, ({ username, password }, account) => {
        const entry = entryOf(username);
        const isTheirs = ({ provider, providerId }: { provider: string; providerId: string }) =>
          provider === entry.identity.provider && providerId === username;
        if (account && !account.providers.some(isTheirs)) return undefined;
        return isListed(listed, { username, password }) ? identity.enterByProvider(entry, origin) : undefined;
      }),
  };
}

function entryOf(username: string) {
  return {
    identity: { provider: 'nodecg', id: username, name: username, label: username },
    standing: { role: 'OPERATOR', reach: 'all', grants: [] } satisfies Standing,
    onlyWithoutPassword: true,
  };
}
