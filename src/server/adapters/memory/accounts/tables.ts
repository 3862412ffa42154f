import type { InviteView, RestrictionView } from '#contract/identity';
import type { Account, EndedLinks, PasswordLink, StoredKey, StoredSession } from '#ports/accounts';

export type UserRow = Omit<Account, 'openSessions' | 'recoveryCodesLeft'> & { totpStep?: number; recoveryHashes: string[] };
export type SessionRow = Omit<StoredSession, 'username'> & { revokedAt?: number };
export type InviteRow = InviteView & { tokenHash: string; makerId?: string; revokedAt?: number };
export type Tables = {
  users: Map<string, UserRow>;
  sessions: Map<string, SessionRow>;
  keys: Map<string, StoredKey & { hash: string }>;
  invites: Map<string, InviteRow>;
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

/** Ends for good what this user made. */
export function endLinksBy({ users, invites, passwordLinks }: Tables, makerId: string, now: number): EndedLinks {
  const links = [...passwordLinks.values()].filter((link) => link.makerId === makerId);
  for (const { userId } of links) passwordLinks.delete(userId);
  const theirs = [...invites.values()].filter((row) => row.makerId === makerId && row.usedAt === undefined && isOpen(row, now));
  const ended = theirs.map(inviteOf);
  for (const row of theirs) row.revokedAt = now;
  const open = links.filter((link) => isOpen(link, now));
  return { invites: ended, passwordLinks: open.map(({ userId }) => ({ userId, username: users.get(userId)?.username ?? '' })) };
}

export function inviteOf({ tokenHash: _, makerId: __, revokedAt: ___, ...invite }: InviteRow): InviteView {
  return invite;
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
