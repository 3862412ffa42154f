import type pg from 'pg';
import type { GrantView, RestrictionView } from '#contract/identity';
import type { Accounts } from '#ports/accounts';
import { fromMs, present, toMs } from './transaction.ts';

type Grants = Pick<Accounts, 'addGrant' | 'removeGrant' | 'restrictions' | 'restrict' | 'unrestrict'>;

const grantColumns = `id, kind, pattern, level, ${toMs('expires_at')} as "expiresAt", created_by as "createdBy", ${toMs('created_at')} as "createdAt"`;
const addSql = `
insert into access_grant (id, user_id, kind, pattern, level, expires_at, created_by, created_at)
select $1, u.id, $3, $4, $5, ${fromMs('$6')}, $7, ${fromMs('$8')} from user_account u where u.id = $2
on conflict (user_id, kind, pattern, level) do update set expires_at = excluded.expires_at, created_by = excluded.created_by, created_at = excluded.created_at
returning ${grantColumns}`;

export function grantsOf(pool: pg.Pool): Grants {
  const isChanged = async (sql: string, values: unknown[]) => (await pool.query(sql, values)).rowCount === 1;
  return {
    async addGrant(userId, { id, kind, pattern, level, expiresAt, createdBy, createdAt }) {
      const { rows } = await pool.query<GrantView>(addSql, [id, userId, kind, pattern, level, expiresAt, createdBy, createdAt]);
      return rows[0] && present<GrantView>(rows[0]);
    },
    async removeGrant(id) {
      const { rows } = await pool.query<GrantView & { userId: string }>(
        `delete from access_grant where id = $1 returning ${grantColumns}, user_id as "userId"`,
        [id],
      );
      if (!rows[0]) return undefined;
      const { userId, ...grant } = rows[0];
      return { userId, grant: present<GrantView>(grant) };
    },
    async restrictions() {
      const { rows } = await pool.query<RestrictionView>(
        `select kind, name, created_by as "createdBy", ${toMs('created_at')} as "createdAt" from restriction order by kind, name`,
      );
      return rows;
    },
    restrict: ({ kind, name, createdBy, createdAt }) =>
      isChanged(
        `insert into restriction (kind, name, created_by, created_at) values ($1, $2, $3, ${fromMs('$4')}) on conflict do nothing`,
        [kind, name, createdBy, createdAt],
      ),
    unrestrict: (kind, name) => isChanged('delete from restriction where kind = $1 and name = $2', [kind, name]),
  };
}
