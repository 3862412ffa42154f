import type { Accounts } from '#ports/accounts';
import { isOpen, mayStillAdminister, type Tables } from './tables.ts';

type Invites = Pick<Accounts, 'addInvite' | 'invites' | 'openInvite' | 'revokeInvite' | 'endLinksBy'>;
type Row = Tables['invites'] extends Map<string, infer R> ? R : never;

export function invitesOf(tables: Tables): Invites {
  const { invites, passwordLinks } = tables;
  const view = ({ tokenHash: _, makerId: __, revokedAt: ___, ...invite }: Row) => invite;
  const isUnused = (row: Row, now: number) => row.usedAt === undefined && isOpen(row, now);
  return {
    addInvite: async (invite, made) => void invites.set(invite.id, { ...structuredClone(invite), ...made }),
    invites: async (now) =>
      [...invites.values()]
        .filter((row) => row.revokedAt === undefined && (!isUnused(row, now) || mayStillAdminister(tables, row.makerId)))
        .map(view)
        .sort((a, b) => b.createdAt - a.createdAt),
    openInvite: async (tokenHash, now) => {
      const row = openInvite(tables, tokenHash, now);
      return row && view(row);
    },
    revokeInvite: async (id, now) => {
      const row = invites.get(id);
      if (!row || row.usedAt !== undefined || row.revokedAt !== undefined) return undefined;
      row.revokedAt = now;
      return view(row);
    },
    endLinksBy: async (makerId, now) => {
      for (const [userId, link] of passwordLinks) if (link.makerId === makerId) passwordLinks.delete(userId);
      const theirs = [...invites.values()].filter((row) => row.makerId === makerId && isUnused(row, now));
      for (const row of theirs) row.revokedAt = now;
      return theirs.map(view);
    },
  };
}

/** The one that can be used. */
export function openInvite(tables: Tables, tokenHash: string, now: number): Row | undefined {
  const row = [...tables.invites.values()].find((one) => one.tokenHash === tokenHash);
  return row?.usedAt === undefined && row && isOpen(row, now) && mayStillAdminister(tables, row.makerId) ? row : undefined;
}
