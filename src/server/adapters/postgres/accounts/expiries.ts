import type pg from 'pg';
import type { Accounts } from '#ports/accounts';
import { fromMs, toMs } from './transaction.ts';

const endsSql = `
select 'userIds' as kind, user_id as id, expires_at from access_grant where expires_at is not null
union all select 'sessionIds', id, expires_at from session where revoked_at is null
union all select 'keyIds', id, expires_at from access_key where revoked_at is null and expires_at is not null`;

export function expiriesOf(pool: pg.Pool): Pick<Accounts, 'nextExpiry' | 'expired'> {
  return {
    async nextExpiry(after) {
      const { rows } = await pool.query<{ at: number | null }>(
        `select ${toMs('min(expires_at)')} as at from (${endsSql}) ends where expires_at > ${fromMs('$1')}`,
        [after],
      );
      return rows[0]?.at ?? undefined;
    },
    async expired(after, until) {
      const { rows } = await pool.query<{ kind: 'userIds' | 'sessionIds' | 'keyIds'; id: string }>(
        `select distinct kind, id from (${endsSql}) ends where expires_at > ${fromMs('$1')} and expires_at <= ${fromMs('$2')}`,
        [after, until],
      );
      const of = (wanted: string) => rows.filter(({ kind }) => kind === wanted).map(({ id }) => id);
      return { userIds: of('userIds'), sessionIds: of('sessionIds'), keyIds: of('keyIds') };
    },
  };
}
