import type pg from 'pg';
import type { Account, Accounts, StoredSession } from '#ports/accounts';
import { accountColumns, toAccount, type AccountRow } from './account-row.ts';
import { fromMs, toMs } from './transaction.ts';

type Sessions = Pick<Accounts, 'openSession' | 'session' | 'sessionEnd' | 'sessions' | 'revokeSessions' | 'touchSession'>;

const columns = `s.id, s.user_id as "userId", u.username, s.method, coalesce(s.ip_address, '') as address, coalesce(s.user_agent, '') as "userAgent",
  ${toMs('s.created_at')} as "createdAt", ${toMs('s.last_seen_at')} as "lastSeenAt", ${toMs('s.expires_at')} as "expiresAt"`;
const isOpen = (now: string) => `s.revoked_at is null and s.expires_at > ${fromMs(now)}`;
/** Ended ones are kept for a month, for whoever looks into something. */
const keptMs = 30 * 24 * 60 * 60_000;

export function sessionsOf(pool: pg.Pool): Sessions {
  return {
    openSession: (session, most) => open(pool, session, most),
    session: (id, now) => find(pool, id, now),
    async sessionEnd(id, now) {
      const { rows } = await pool.query<{ end: 'disabled' | 'revoked' | 'expired' }>(
        `select case when u.disabled_at is not null then 'disabled' when s.revoked_at is not null then 'revoked' else 'expired' end as "end"
        from session s join user_account u on u.id = s.user_id where s.id = $1 and not (${isOpen('$2')})`,
        [id, now],
      );
      return rows[0]?.end;
    },
    async sessions({ userId }, now) {
      const { rows } = await pool.query<StoredSession>(
        `select ${columns} from session s join user_account u on u.id = s.user_id
        where ${isOpen('$1')} and ($2::text is null or s.user_id = $2) order by s.last_seen_at desc, s.id limit 5000`,
        [now, userId],
      );
      return rows;
    },
    async revokeSessions(which, now) {
      const [where, values] =
        'id' in which
          ? ['s.id = $2', [which.id]]
          : ['s.user_id = $2 and s.id is distinct from $3', [which.userId, which.except ?? null]];
      const { rows } = await pool.query<{ id: string }>(
        `update session s set revoked_at = ${fromMs('$1')} where ${isOpen('$1')} and ${where} returning s.id`,
        [now, ...values],
      );
      return rows.map(({ id }) => id);
    },
    async touchSession(id, at) {
      await pool.query(`update session set last_seen_at = ${fromMs('$2')} where id = $1 and last_seen_at < ${fromMs('$2')}`, [
        id,
        at,
      ]);
    },
  };
}

async function open(
  pool: pg.Pool,
  { id, userId, method, address, userAgent, createdAt, expiresAt, passwordStamp }: Parameters<Accounts['openSession']>[0],
  most: number,
): Promise<{ account: Account; ended: string[] } | undefined> {
  // The user's row is locked: who is disabled or gets another password at the same moment has no session, or loses it with the others.
  const { rowCount } = await pool.query(
    `with signed_in as (update user_account set last_sign_in_at = ${fromMs('$6')} where id = $2 and disabled_at is null
      and ($8::text is null or encode(sha256(convert_to(password_hash, 'UTF8')), 'hex') = $8) returning id)
    insert into session (id, user_id, method, ip_address, user_agent, created_at, last_seen_at, expires_at)
    select $1, signed_in.id, $3, $4, $5, ${fromMs('$6')}, ${fromMs('$6')}, ${fromMs('$7')} from signed_in`,
    [id, userId, method, address, userAgent, createdAt, expiresAt, passwordStamp],
  );
  if (rowCount !== 1) return undefined;
  await pool.query(`delete from session where greatest(expires_at, revoked_at) < ${fromMs('$1')}`, [createdAt - keptMs]);
  const ended = await pool.query<{ id: string }>(
    `update session s set revoked_at = ${fromMs('$1')} where s.id in (select s.id from session s where s.user_id = $2 and s.id <> $3
    and ${isOpen('$1')} order by s.last_seen_at desc offset $4) returning s.id`,
    [createdAt, userId, id, most - 1],
  );
  const found = await find(pool, id, createdAt);
  return found && { account: found.account, ended: ended.rows.map((row) => row.id) };
}

async function find(pool: pg.Pool, id: string, now: number): Promise<{ session: StoredSession; account: Account } | undefined> {
  const { rows } = await pool.query<{ session: StoredSession; account: AccountRow }>(
    `select row_to_json(session) as session, row_to_json(account) as account from session s join user_account u on u.id = s.user_id,
    lateral (select ${columns}) session, lateral (select ${accountColumns('$2')}) account where s.id = $1 and ${isOpen('$2')}`,
    [id, now],
  );
  return rows[0] && { session: rows[0].session, account: toAccount(rows[0].account) };
}
