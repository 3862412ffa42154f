import { createHash } from 'node:crypto';
import type { Accounts } from '#ports/accounts';
import { accountOf, isOpen, sessionOf, type SessionRow, type Tables } from './tables.ts';

type Sessions = Pick<Accounts, 'openSession' | 'session' | 'sessionEnd' | 'sessions' | 'revokeSessions' | 'touchSession'>;

export function sessionsOf(tables: Tables): Sessions {
  const { users, sessions } = tables;
  const openOf = (userId: string | undefined, now: number): SessionRow[] =>
    [...sessions.values()]
      .filter((row) => (userId === undefined || row.userId === userId) && isOpen(row, now))
      .sort((a, b) => b.lastSeenAt - a.lastSeenAt);
  return {
    openSession: async ({ passwordStamp, ...session }, most) => {
      const user = users.get(session.userId);
      if (!user || user.disabledAt !== undefined) return undefined;
      if (passwordStamp !== undefined && stampOf(user.passwordHash) !== passwordStamp) return undefined;
      const now = session.createdAt;
      user.lastSignInAt = now;
      const ended = openOf(user.id, now).slice(most - 1);
      for (const row of ended) row.revokedAt = now;
      sessions.set(session.id, { ...session, lastSeenAt: now });
      return { account: accountOf(tables, user, now), ended: ended.map(({ id }) => id) };
    },
    session: async (id, now) => {
      const row = sessions.get(id);
      const user = row && users.get(row.userId);
      if (!row || !user || !isOpen(row, now)) return undefined;
      return { session: sessionOf(tables, row), account: accountOf(tables, user, now) };
    },
    sessionEnd: async (id, now) => {
      const row = sessions.get(id);
      const user = row && users.get(row.userId);
      if (!row || !user || isOpen(row, now)) return undefined;
      if (user.disabledAt !== undefined) return 'disabled';
      return row.revokedAt === undefined ? 'expired' : 'revoked';
    },
    sessions: async ({ userId }, now) => openOf(userId, now).map((row) => sessionOf(tables, row)),
    revokeSessions: async (which, now) => {
      const rows = openOf('userId' in which ? which.userId : undefined, now).filter(({ id }) =>
        'id' in which ? id === which.id : id !== which.except,
      );
      for (const row of rows) row.revokedAt = now;
      return rows.map(({ id }) => id);
    },
    touchSession: async (id, at) => {
      const row = sessions.get(id);
      if (row) row.lastSeenAt = Math.max(row.lastSeenAt, at);
    },
  };
}

function stampOf(passwordHash = ''): string {
  return createHash('sha256').update(passwordHash).digest('hex');
}
