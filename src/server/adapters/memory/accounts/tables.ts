import type { InviteView, RestrictionView } from '#contract/identity';
import type { Account, PasswordLink, StoredKey, StoredSession } from '#ports/accounts';

export type UserRow = Omit<Account, 'openSessions' | 'recoveryCodesLeft'> & { totpStep?: number; recoveryHashes: string[] };
export type SessionRow = Omit<StoredSession, 'username'> & { revokedAt?: number };
export type Tables = {
  users: Map<string, UserRow>;
  sessions: Map<string, SessionRow>;
  keys: Map<string, StoredKey & { hash: string }>;
  invites: Map<string, InviteView & { tokenHash: string; makerId?: string; revokedAt?: number }>;
  /** By whose password it is for. */
  passwordLinks: Map<string, PasswordLink & { tokenHash: string }>;
  restrictions: RestrictionView[];
  /** Providers' identities that open nothing any more, and whose they were; undefined: of somebody who was deleted. */
  unlinked: Map<string, string | undefined>;
};

export function createTables(): Tables {
  return {
    users: new Map(),
    sessions: new Map(),
    keys: new Map(),
    invites: new Map(),
    passwordLinks: new Map(),
    restrictions: [],
    unlinked: new Map(),
  };
}

export function isOpen({ revokedAt, expiresAt }: { revokedAt?: number; expiresAt?: number }, now: number): boolean {
  return revokedAt === undefined && (expiresAt === undefined || expiresAt > now);
}

export function accountOf({ sessions }: Tables, row: UserRow, now: number): Account {
  const { totpStep: _, recoveryHashes, ...account } = row;
  const openSessions = [...sessions.values()].filter(({ userId, ...of }) => userId === row.id && isOpen(of, now)).length;
  return { ...account, recoveryCodesLeft: recoveryHashes.length, openSessions };
}

export function sessionOf({ users }: Tables, { revokedAt: _, ...row }: SessionRow): StoredSession {
  return { ...row, username: users.get(row.userId)?.username ?? '' };
}

/** Whether a link of this maker opens anything now. Undefined: it was made in open mode. */
export function mayStillAdminister({ users }: Tables, makerId: string | undefined): boolean {
  const maker = makerId === undefined ? undefined : users.get(makerId);
  return makerId === undefined || (maker !== undefined && isAdministrator(maker));
}

function isAdministrator({ role, reach, disabledAt }: UserRow): boolean {
  return role === 'ADMIN' && reach === 'all' && disabledAt === undefined;
}

/** Somebody else who may administer and can sign in. */
export function hasAdministratorBeside({ users }: Tables, id?: string): boolean {
  return [...users.values()].some(
    (user) => user.id !== id && isAdministrator(user) && (user.passwordHash !== undefined || user.providers.length > 0),
  );
}
