import type { Accounts } from '#ports/accounts';
import type { Tables } from './tables.ts';

type Grants = Pick<Accounts, 'addGrant' | 'removeGrant' | 'restrictions' | 'restrict' | 'unrestrict'>;

export function grantsOf(tables: Tables): Grants {
  return {
    addGrant: async (userId, grant) => {
      const row = tables.users.get(userId);
      if (!row) return undefined;
      const { kind, pattern, level } = grant;
      const same = row.grants.find((one) => one.kind === kind && one.pattern === pattern && one.level === level);
      const added = same ? { ...grant, id: same.id } : grant;
      row.grants = [...row.grants.filter((one) => one !== same), added];
      return added;
    },
    removeGrant: async (id) => {
      for (const row of tables.users.values()) {
        const grant = row.grants.find((one) => one.id === id);
        if (!grant) continue;
        row.grants = row.grants.filter((one) => one !== grant);
        return { userId: row.id, grant };
      }
      return undefined;
    },
    restrictions: async () => [...tables.restrictions],
    restrict: async (restriction) => {
      if (tables.restrictions.some(({ kind, name }) => kind === restriction.kind && name === restriction.name)) return false;
      tables.restrictions.push(restriction);
      return true;
    },
    unrestrict: async (kind, name) => {
      const left = tables.restrictions.filter((one) => one.kind !== kind || one.name !== name);
      const was = left.length < tables.restrictions.length;
      tables.restrictions = left;
      return was;
    },
  };
}
