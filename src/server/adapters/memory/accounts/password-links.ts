import type { Accounts } from '#ports/accounts';
import { isOpen, mayStillAdminister, type Tables } from './tables.ts';

type PasswordLinks = Pick<Accounts, 'replaceHash' | 'addPasswordLink' | 'openPasswordLink' | 'usePasswordLink'>;

export function passwordLinksOf(tables: Tables): PasswordLinks {
  const { users, sessions, passwordLinks } = tables;
  const open = (tokenHash: string, now: number) => {
    const row = [...passwordLinks.values()].find((one) => one.tokenHash === tokenHash);
    const user = row && users.get(row.userId);
    if (!user || !isOpen(row, now) || !mayStillAdminister(tables, row.makerId)) return undefined;
    const { tokenHash: _, ...link } = row;
    return { user, link: { ...link, username: user.username } };
  };
  return {
    replaceHash: async (id, { from, to, isNew }) => {
      const user = users.get(id);
      if (!user || user.passwordHash !== from) return false;
      user.passwordHash = to;
      if (isNew) passwordLinks.delete(id);
      return true;
    },
    addPasswordLink: async (link, tokenHash) => {
      if (!mayStillAdminister(tables, link.makerId)) return 'forbidden';
      const user = users.get(link.userId);
      if (!user || user.disabledAt !== undefined || user.passwordHash === undefined) return 'unknown';
      passwordLinks.set(link.userId, { ...link, tokenHash });
      return 'added';
    },
    openPasswordLink: async (tokenHash, now) => open(tokenHash, now)?.link,
    usePasswordLink: async (tokenHash, { passwordHash, now }) => {
      const found = open(tokenHash, now);
      if (!found) return undefined;
      passwordLinks.delete(found.user.id);
      Object.assign(found.user, { passwordHash, failedAttempts: 0 });
      Reflect.deleteProperty(found.user, 'lockedUntil');
      const theirs = [...sessions.values()].filter((row) => row.userId === found.user.id && isOpen(row, now));
      for (const row of theirs) row.revokedAt = now;
      return { ...found.link, ended: theirs.map(({ id }) => id) };
    },
  };
}
