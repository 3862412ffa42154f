import type { InviteView, RestrictionView } from '#contract/identity';
import type { Account, StoredKey, StoredSession } from '#ports/accounts';

export type UserRow = Omit<Account, 'openSessions' | 'recoveryCodesLeft'> & { totpStep?: number; recoveryHashes: string[] };
export type SessionRow = Omit<StoredSession, 'username'> & { revokedAt?: number };
export type Tables = {
  users: Map<string, UserRow>;
  sessions: Map<string, SessionRow>;
  keys: Map<string, StoredKey & { hash: string }>;
  invites: Map<string, InviteView & { tokenHash: string; revokedAt?: number }>;
  restrictions: RestrictionView[];
  /** Providers' identities that open nothing any more, and whose they were; undefined: of somebody who was deleted. */
  unlinked: Map<string, string | undefined>;
};

export function createTables(): Tables {
  return { users: new Map(), sessions: new Map(), keys: new Map(), invites: new Map(), restrictions: [], unlinked: new Map() };
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

/** Somebody else who may administer and can sign in. */
export function hasAdministratorBeside({ users }: Tables, id?: string): boolean {
  return [...users.values()].some(
    (user) =>
      user.id !== id &&
      user.role === 'ADMIN' &&
      user.reach === 'all' &&
      user.disabledAt === undefined &&
      (user.passwordHash !== undefined || user.providers.length > 0),
  );
}
