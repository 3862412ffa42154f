import type { Accounts } from '#ports/accounts';
import type { Tables } from './tables.ts';

export function expiriesOf({ users, sessions, keys }: Tables): Pick<Accounts, 'nextExpiry' | 'expired'> {
  const ends = (): { kind: 'userIds' | 'sessionIds' | 'keyIds'; id: string; at: number }[] => [
    ...[...users.values()].flatMap(({ id, grants }) =>
      grants.flatMap(({ expiresAt: at }) => (at === undefined ? [] : [{ kind: 'userIds' as const, id, at }])),
    ),
    ...[...sessions.values()].flatMap(({ id, revokedAt, expiresAt: at }) =>
      revokedAt === undefined ? [{ kind: 'sessionIds' as const, id, at }] : [],
    ),
    ...[...keys.values()].flatMap(({ id, revokedAt, expiresAt: at }) =>
      revokedAt === undefined && at !== undefined ? [{ kind: 'keyIds' as const, id, at }] : [],
    ),
  ];
  return {
    nextExpiry: async (after) => {
      const times = ends().flatMap(({ at }) => (at > after ? [at] : []));
      return times.length === 0 ? undefined : Math.min(...times);
    },
    expired: async (after, until) => {
      const over = { userIds: new Set<string>(), sessionIds: new Set<string>(), keyIds: new Set<string>() };
      for (const { kind, id, at } of ends()) if (at > after && at <= until) over[kind].add(id);
      return { userIds: [...over.userIds], sessionIds: [...over.sessionIds], keyIds: [...over.keyIds] };
    },
  };
}
