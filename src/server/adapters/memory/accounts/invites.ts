import type { Accounts } from '#ports/accounts';
import { inviteOf, isOpen, mayStillAdminister, type InviteRow, type Tables } from './tables.ts';

type Invites = Pick<Accounts, 'addInvite' | 'invites' | 'openInvite' | 'revokeInvite'>;

export function invitesOf(tables: Tables): Invites {
  const { invites } = tables;
  const isUnused = (row: InviteRow, now: number) => row.usedAt === undefined && isOpen(row, now);
  return {
    addInvite: async (invite, made) => {
      if (!mayStillAdminister(tables, made.makerId)) return false;
      invites.set(invite.id, { ...structuredClone(invite), ...made });
      return true;
    },
    invites: async (now) =>
      [...invites.values()]
        .filter((row) => row.revokedAt === undefined && (!isUnused(row, now) || mayStillAdminister(tables, row.makerId)))
        .map(inviteOf)
        .sort((a, b) => b.createdAt - a.createdAt),
    openInvite: async (tokenHash, now) => {
      const row = openInvite(tables, tokenHash, now);
      return row && inviteOf(row);
    },
    revokeInvite: async (id, now) => {
      const row = invites.get(id);
      if (!row || row.usedAt !== undefined || row.revokedAt !== undefined) return undefined;
      row.revokedAt = now;
      return inviteOf(row);
    },
  };
}

/** The one that can be used. */
export function openInvite(tables: Tables, tokenHash: string, now: number): InviteRow | undefined {
  const row = [...tables.invites.values()].find((one) => one.tokenHash === tokenHash);
  return row?.usedAt === undefined && row && isOpen(row, now) && mayStillAdminister(tables, row.makerId) ? row : undefined;
}
