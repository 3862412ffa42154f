import type { AccountChange, AccountKey, AccountProvider, Accounts, NewAccount, SealedText } from '#ports/accounts';
import { openInvite } from './invites.ts';
import { accountOf, endLinksBy, hasAdministratorBeside, mayStillAdminister, type Tables, type UserRow } from './tables.ts';

type Users = Pick<
  Accounts,
  | 'find'
  | 'list'
  | 'hasAdministrator'
  | 'create'
  | 'change'
  | 'delete'
  | 'link'
  | 'unlink'
  | 'isUnlinked'
  | 'sealedTexts'
  | 'reseal'
>;

export function usersOf(tables: Tables): Users {
  const { users } = tables;
  return {
    async find(by, now) {
      const row = findRow(tables, by);
      return row && accountOf(tables, row, now);
    },
    list: async (now) =>
      [...users.values()].map((row) => accountOf(tables, row, now)).sort((a, b) => a.username.localeCompare(b.username)),
    hasAdministrator: async () => hasAdministratorBeside(tables),
    create: async (account, options = {}) => create(tables, account, options),
    change: async (id, change, { keepAdministrator, now }) => {
      const row = users.get(id);
      if (!row) return 'unknown';
      const next = changed(row, change);
      users.set(id, next);
      if (keepAdministrator && takesAway(change) && !hasAdministratorBeside(tables)) {
        users.set(id, row);
        return 'last-admin';
      }
      if (next.disabledAt !== undefined) tables.passwordLinks.delete(id);
      return mayStillAdminister(tables, id) ? { invites: [], passwordLinks: [] } : endLinksBy(tables, id, now);
    },
    delete: async (id, { keepAdministrator, now }) => {
      if (!users.has(id)) return 'unknown';
      if (keepAdministrator && !hasAdministratorBeside(tables, id)) return 'last-admin';
      for (const provider of users.get(id)?.providers ?? []) tables.unlinked.set(nameOf(provider), undefined);
      for (const [name, owner] of tables.unlinked) if (owner === id) tables.unlinked.set(name, undefined);
      users.delete(id);
      for (const table of [tables.sessions, tables.keys])
        for (const [key, { userId }] of table) if (userId === id) table.delete(key);
      tables.passwordLinks.delete(id);
      return endLinksBy(tables, id, now);
    },
    link: async (userId, provider) => {
      const owner = findRow(tables, provider);
      const before = tables.unlinked.get(nameOf(provider));
      if ((owner && owner.id !== userId) || (before !== undefined && before !== userId)) return 'taken';
      const row = users.get(userId);
      if (row) tables.unlinked.delete(nameOf(provider));
      if (!owner) row?.providers.push(provider);
      return row ? 'linked' : 'taken';
    },
    unlink: async (userId, provider) => {
      const row = users.get(userId);
      const left = row?.providers.filter((one) => one.provider !== provider) ?? [];
      if (!row || left.length === row.providers.length) return 'none';
      if (left.length === 0 && row.passwordHash === undefined) return 'only-way';
      for (const one of row.providers) if (!left.includes(one)) tables.unlinked.set(nameOf(one), userId);
      row.providers = left;
      return 'unlinked';
    },
    isUnlinked: async (provider) => tables.unlinked.has(nameOf(provider)),
    sealedTexts: async () =>
      [...users.values()].flatMap(({ id, totpSecret }): SealedText[] =>
        totpSecret === undefined ? [] : [{ place: 'totp', id, text: totpSecret }],
      ),
    reseal: async ({ id, text }, next) => {
      const row = users.get(id);
      if (!row || row.totpSecret !== text) return false;
      row.totpSecret = next;
      return true;
    },
  };
}

function nameOf({ provider, providerId }: Pick<AccountProvider, 'provider' | 'providerId'>): string {
  return `${provider}\u0000${providerId}`;
}

function findRow({ users }: Tables, by: AccountKey): UserRow | undefined {
  if ('id' in by) return users.get(by.id);
  const isIt =
    'username' in by
      ? ({ username }: UserRow) => username.toLowerCase() === by.username.toLowerCase()
      : ({ providers }: UserRow) => providers.some((one) => one.provider === by.provider && one.providerId === by.providerId);
  return [...users.values()].find(isIt);
}

function create(
  tables: Tables,
  { provider, ...account }: NewAccount,
  { onlyFirst, invite }: NonNullable<Parameters<Accounts['create']>[1]>,
): Awaited<ReturnType<Accounts['create']>> {
  if (onlyFirst && hasAdministratorBeside(tables)) return 'not-first';
  const open = invite && openInvite(tables, invite.tokenHash, account.createdAt);
  if (invite && !open) return 'used-up';
  if (findRow(tables, { username: account.username })) return 'name-taken';
  if (provider && (findRow(tables, provider) || tables.unlinked.has(nameOf(provider)))) return 'provider-taken';
  if (open) Object.assign(open, { usedAt: account.createdAt, usedBy: account.username });
  tables.users.set(account.id, {
    ...structuredClone(account),
    providers: provider ? [provider] : [],
    failedAttempts: 0,
    recoveryHashes: [],
  });
  return 'created';
}

function changed(row: UserRow, { totp, unlock, ...change }: AccountChange): UserRow {
  const next: Record<string, unknown> = { ...row };
  const gone = [...(totp === null ? ['totpSecret', 'totpStep'] : []), ...(unlock ? ['lockedUntil'] : [])];
  for (const [field, value] of Object.entries(change)) {
    if (value === null) gone.push(field);
    else if (value !== undefined) next[field] = value;
  }
  for (const field of gone) Reflect.deleteProperty(next, field);
  if (totp === null) next.recoveryHashes = [];
  if (unlock) next.failedAttempts = 0;
  return next as UserRow;
}

/** Whether it could take an administrator away. */
function takesAway({ role, reach, disabledAt }: AccountChange): boolean {
  return (role !== undefined && role !== 'ADMIN') || reach === 'granted' || typeof disabledAt === 'number';
}
