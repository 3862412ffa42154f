import type { Accounts } from '#ports/accounts';
import { isOpen, type Tables } from './tables.ts';

type Keys = Pick<Accounts, 'addKey' | 'keys' | 'keyByHash' | 'replaceKey' | 'revokeKey' | 'touchKey'>;
type Row = Tables['keys'] extends Map<string, infer R> ? R : never;

export function keysOf({ keys, users }: Tables): Keys {
  const view = ({ hash: _, ...key }: Row) => key;
  return {
    addKey: async (key, hash) => void keys.set(key.id, { ...structuredClone(key), hash }),
    keys: async () => [...keys.values()].map(view).sort((a, b) => b.createdAt - a.createdAt),
    keyByHash: async (hash, now) => {
      const row = [...keys.values()].find((one) => one.hash === hash);
      if (!row || !isOpen(row, now)) return undefined;
      const owner = row.userId === undefined ? undefined : users.get(row.userId);
      if (!owner) return { key: view(row) };
      const { role, reach, grants, disabledAt } = owner;
      return { key: view(row), owner: { role, reach, grants, ...(disabledAt === undefined ? {} : { disabledAt }) } };
    },
    replaceKey: async (id, next, now) => {
      const row = keys.get(id);
      if (!row || !isOpen(row, now)) return undefined;
      const { lastUsedAt: _, ...same } = structuredClone(row);
      const made = { ...same, ...next, createdAt: now };
      row.revokedAt = now;
      keys.set(next.id, made);
      return view(made);
    },
    revokeKey: async (id, now) => {
      const row = keys.get(id);
      if (!row || row.revokedAt !== undefined) return undefined;
      row.revokedAt = now;
      return view(row);
    },
    touchKey: async (id, at) => {
      const row = keys.get(id);
      if (row) row.lastUsedAt = Math.max(row.lastUsedAt ?? 0, at);
    },
  };
}
