import type { Accounts } from '#ports/accounts';
import { isOpen, type Tables } from './tables.ts';

type Invites = Pick<Accounts, 'addInvite' | 'invites' | 'openInvite' | 'revokeInvite'>;
type Row = Tables['invites'] extends Map<string, infer R> ? R : never;

export function invitesOf({ invites }: Tables): Invites {
  const view = ({ tokenHash: _, revokedAt: __, ...invite }: Row) => invite;
  return {
    addInvite: async (invite, tokenHash) => void invites.set(invite.id, { ...structuredClone(invite), tokenHash }),
    invites: async () =>
      [...invites.values()]
        .filter(({ revokedAt }) => revokedAt === undefined)
        .map(view)
        .sort((a, b) => b.createdAt - a.createdAt),
    openInvite: async (tokenHash, now) => {
      const row = [...invites.values()].find((one) => one.tokenHash === tokenHash);
      return row && row.usedAt === undefined && isOpen(row, now) ? view(row) : undefined;
    },
    revokeInvite: async (id, now) => {
      const row = invites.get(id);
      if (!row || row.usedAt !== undefined || row.revokedAt !== undefined) return undefined;
      row.revokedAt = now;
      return view(row);
    },
  };
}
