import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { AccountChange, AccountKey, AccountProvider, Accounts, NewAccount } from '#ports/accounts';
import { accountColumns, toAccount, type AccountRow } from './account-row.ts';
import { endLinksBy } from './end-links.ts';
import { isUsable } from './invites.ts';
import { changeAccounts, fromMs, mayAdminister } from './transaction.ts';

type Users = Pick<
  Accounts,
  'find' | 'list' | 'hasAdministrator' | 'create' | 'change' | 'delete' | 'link' | 'unlink' | 'isUnlinked'
>;
type Changed = Awaited<ReturnType<Accounts['change']>>;
type Queryable = pg.Pool | pg.PoolClient;

const noTokens = 'access_token = null, refresh_token = null, id_token = null, expires_at = null';
const hasWayIn =
  '(u.password_hash is not null or exists (select 1 from oauth_provider p where p.user_id = u.id and p.unlinked_at is null))';
const wayInSql = `select 1 from user_account u where u.id = $1 and ${hasWayIn}`;
const administratorSql = `select 1 from user_account u where u.role = 'ADMIN' and u.reach = 'all' and u.disabled_at is null and ${hasWayIn} limit 1`;

export function usersOf(pool: pg.Pool): Users {
  return {
    async find(by, now) {
      const [where, values] = whereOf('username' in by ? { id: (await idOfName(pool, by.username)) ?? '' } : by);
      const { rows } = await pool.query<AccountRow>(`select ${accountColumns('$1')} from user_account u where ${where}`, [
        now,
        ...values,
      ]);
      return rows[0] && toAccount(rows[0]);
    },
    async list(now) {
      const { rows } = await pool.query<AccountRow>(
        `select ${accountColumns('$1')} from user_account u order by lower(u.username), u.id`,
        [now],
      );
      return rows.map(toAccount);
    },
    hasAdministrator: () => hasAdministrator(pool),
    create: (account, options = {}) => changeAccounts(pool, (client) => create(client, account, options)),
    change: (id, change, { keepAdministrator, now }) =>
      changeAccounts<Changed>(pool, async (client) => {
        const [sql, values] = changeSql(change);
        const isThere = (await client.query(sql, [id, ...values])).rowCount === 1;
        if (!isThere) return { keep: false, answer: 'unknown' };
        if (keepAdministrator && takesAway(change) && !(await hasAdministrator(client)))
          return { keep: false, answer: 'last-admin' };
        if (typeof change.disabledAt === 'number') await client.query('delete from password_link where user_id = $1', [id]);
        const stays = await mayAdminister(client, id);
        return { keep: true, answer: stays ? { invites: [], passwordLinks: [] } : await endLinksBy(client, id, now) };
      }),
    delete: (id, { keepAdministrator, now }) =>
      changeAccounts<Changed>(pool, async (client) => {
        // Before the user is gone, and with them what names their links.
        const ended = await endLinksBy(client, id, now);
        await client.query(
          `update oauth_provider set user_id = null, unlinked_at = coalesce(unlinked_at, now()), label = null, ${noTokens} where user_id = $1`,
          [id],
        );
        const isThere = (await client.query('delete from user_account where id = $1', [id])).rowCount === 1;
        if (!isThere) return { keep: false, answer: 'unknown' };
        if (keepAdministrator && !(await hasAdministrator(client))) return { keep: false, answer: 'last-admin' };
        return { keep: true, answer: ended };
      }),
    link: (userId, provider) =>
      changeAccounts(pool, async (client) => {
        const owner = await ownerOf(client, provider);
        if (owner && !owner.isUnlinked) return { keep: false, answer: owner.userId === userId ? 'linked' : 'taken' };
        if (owner?.userId != null && owner.userId !== userId) return { keep: false, answer: 'taken' };
        const user = await client.query('select 1 from user_account where id = $1', [userId]);
        if (user.rowCount === 0) return { keep: false, answer: 'taken' };
        await addProvider(client, userId, provider);
        return { keep: true, answer: 'linked' };
      }),
    unlink: (userId, provider, now) =>
      changeAccounts(pool, async (client) => {
        const { rowCount } = await client.query(
          `update oauth_provider set unlinked_at = ${fromMs('$3')}, ${noTokens} where user_id = $1 and provider = $2 and unlinked_at is null`,
          [userId, provider, now],
        );
        if (rowCount === 0) return { keep: false, answer: 'none' };
        const isWayLeft = (await client.query(wayInSql, [userId])).rowCount === 1;
        return isWayLeft ? { keep: true, answer: 'unlinked' } : { keep: false, answer: 'only-way' };
      }),
    async isUnlinked({ provider, providerId }) {
      const sql = 'select 1 from oauth_provider where provider = $1 and provider_id = $2 and unlinked_at is not null';
      return (await pool.query(sql, [provider, providerId])).rowCount === 1;
    },
  };
}

function whereOf(by: Exclude<AccountKey, { username: string }>): [string, string[]] {
  if ('id' in by) return ['u.id = $2', [by.id]];
  return [
    'u.id = (select p.user_id from oauth_provider p where p.provider = $2 and p.provider_id = $3 and p.unlinked_at is null)',
    [by.provider, by.providerId],
  ];
}

/**
 * Whose name this is, however it is written. Which letters beyond ASCII are each other's capitals is not asked of the database: in the
 * locale of ours it knows none.
 */
async function idOfName(client: Queryable, name: string): Promise<string | undefined> {
  const isPlain = /^[\u0001-\u007f]*$/.test(name);
  const [where, values] = isPlain
    ? ['lower(username) = lower($1)', [name]]
    : ['octet_length(username) > char_length(username)', []];
  const { rows } = await client.query<{ id: string; username: string }>(
    `select id, username from user_account where ${where}`,
    values,
  );
  return rows.find(({ username }) => username.toLowerCase() === name.toLowerCase())?.id;
}

async function hasAdministrator(client: Queryable): Promise<boolean> {
  return (await client.query(administratorSql)).rowCount === 1;
}

async function create(
  client: pg.PoolClient,
  account: NewAccount,
  { onlyFirst, invite }: NonNullable<Parameters<Accounts['create']>[1]>,
): Promise<{ keep: boolean; answer: Awaited<ReturnType<Accounts['create']>> }> {
  const { provider, grants, createdAt: now } = account;
  if (onlyFirst && (await hasAdministrator(client))) return { keep: false, answer: 'not-first' };
  if (invite && !(await useInvite(client, invite.tokenHash, account))) return { keep: false, answer: 'used-up' };
  if ((await idOfName(client, account.username)) !== undefined) return { keep: false, answer: 'name-taken' };
  if (provider && (await ownerOf(client, provider)) !== undefined) return { keep: false, answer: 'provider-taken' };
  await client.query(
    `insert into user_account (id, username, display_name, password_hash, role, reach, created_at, updated_at)
    values ($1, $2, $3, $4, $5::user_role, $6, ${fromMs('$7')}, ${fromMs('$7')})`,
    [account.id, account.username, account.displayName, account.passwordHash, account.role, account.reach, now],
  );
  for (const { id, kind, pattern, level, expiresAt, createdBy, createdAt } of grants) {
    await client.query(
      `insert into access_grant (id, user_id, kind, pattern, level, expires_at, created_by, created_at)
      values ($1, $2, $3, $4, $5, ${fromMs('$6')}, $7, ${fromMs('$8')}) on conflict do nothing`,
      [id, account.id, kind, pattern, level, expiresAt, createdBy, createdAt],
    );
  }
  if (provider) await addProvider(client, account.id, provider);
  return { keep: true, answer: 'created' };
}

async function useInvite(client: pg.PoolClient, tokenHash: string, { username, createdAt }: NewAccount): Promise<boolean> {
  const used = await client.query(
    `update invite set used_at = ${fromMs('$2')}, used_by = $3
    where token_hash = $1 and ${isUsable('$2')}`,
    [tokenHash, createdAt, username],
  );
  return used.rowCount === 1;
}

type ProviderOwner = { userId: string | null; isUnlinked: boolean };

async function ownerOf(client: pg.PoolClient, { provider, providerId }: AccountProvider): Promise<ProviderOwner | undefined> {
  const sql = `select user_id as "userId", unlinked_at is not null as "isUnlinked" from oauth_provider
    where provider = $1 and provider_id = $2`;
  return (await client.query<ProviderOwner>(sql, [provider, providerId])).rows[0];
}

async function addProvider(client: pg.PoolClient, userId: string, provider: AccountProvider): Promise<void> {
  await client.query(
    `insert into oauth_provider (id, user_id, provider, provider_id, label) values ($1, $2, $3, $4, $5)
    on conflict (provider, provider_id) do update set user_id = $2, label = $5, unlinked_at = null`,
    [randomUUID(), userId, provider.provider, provider.providerId, provider.label],
  );
}

/** Only fixed text is put together: values are parameters from $2 on. */
function changeSql(change: AccountChange): [string, unknown[]] {
  const values: unknown[] = [];
  const sets: string[] = ['updated_at = now()'];
  const set = (value: unknown, assignment: (parameter: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    sets.push(assignment(`$${values.length + 1}`));
  };
  set(change.role, (parameter) => `role = ${parameter}::user_role`);
  set(change.reach, (parameter) => `reach = ${parameter}`);
  set(change.displayName, (parameter) => `display_name = ${parameter}`);
  set(change.disabledAt, (parameter) => `disabled_at = ${fromMs(parameter)}`);
  if (change.totp === null) sets.push(`totp_secret = null, totp_last_step = null, recovery_hashes = '{}'`);
  if (change.unlock) sets.push('failed_attempts = 0, locked_until = null');
  return [`update user_account set ${sets.join(', ')} where id = $1`, values];
}

/** Whether it could take an administrator away. */
function takesAway({ role, reach, disabledAt }: AccountChange): boolean {
  return (role !== undefined && role !== 'ADMIN') || reach === 'granted' || typeof disabledAt === 'number';
}
