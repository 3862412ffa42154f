import type pg from 'pg';
import type { GrantView } from '#contract/identity';
import type { Accounts, KeyOwner, StoredKey } from '#ports/accounts';
import { grantsSql } from './account-row.ts';
import { fromMs, present, toMs } from './transaction.ts';

type Keys = Pick<Accounts, 'addKey' | 'keys' | 'keyByHash' | 'replaceKey' | 'revokeKey' | 'touchKey'>;

const columns = `k.id, k.kind, k.name, k.prefix, k.user_id as "userId", k.created_by as "createdBy", k.level, k.grants,
  ${toMs('k.created_at')} as "createdAt", ${toMs('k.expires_at')} as "expiresAt", ${toMs('k.last_used_at')} as "lastUsedAt",
  ${toMs('k.revoked_at')} as "revokedAt"`;
/** Of those that are no more the newest stay, for whoever looks into something. */
const pruneSql = `delete from access_key where id in (select id from access_key where revoked_at is not null or expires_at <= ${fromMs('$1')}
  order by created_at desc offset 500)`;
const ownerSql = `case when u.id is null then null else json_build_object('role', u.role::text, 'reach', u.reach,
  'disabledAt', ${toMs('u.disabled_at')}, 'grants', ${grantsSql}) end`;
const toOwner = (owner: KeyOwner): KeyOwner => ({ ...owner, grants: owner.grants.map((grant) => present<GrantView>(grant)) });
const toKey = (row: StoredKey): StoredKey => present<StoredKey>(row);

export function keysOf(pool: pg.Pool): Keys {
  return {
    async addKey({ id, kind, name, prefix, userId, createdBy, level, grants, createdAt, expiresAt }, hash) {
      await pool.query(
        `insert into access_key (id, kind, name, prefix, hash, user_id, created_by, level, grants, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9::json, ${fromMs('$10')}, ${fromMs('$11')})`,
        [id, kind, name, prefix, hash, userId, createdBy, level, JSON.stringify(grants), createdAt, expiresAt],
      );
      await pool.query(pruneSql, [createdAt]);
    },
    async keys() {
      const { rows } = await pool.query<StoredKey>(
        `select ${columns} from access_key k order by k.created_at desc, k.id limit 2000`,
      );
      return rows.map(toKey);
    },
    async keyByHash(hash, now) {
      const { rows } = await pool.query<StoredKey & { owner: { [K in keyof KeyOwner]: KeyOwner[K] | null } | null }>(
        `select ${columns}, ${ownerSql} as owner from access_key k left join user_account u on u.id = k.user_id
        where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${fromMs('$2')})`,
        [hash, now],
      );
      if (!rows[0]) return undefined;
      const { owner, ...key } = rows[0];
      return { key: toKey(key), ...(owner === null ? {} : { owner: toOwner(present<KeyOwner>(owner)) }) };
    },
    async replaceKey(id, next, now) {
      const { rows } = await pool.query<StoredKey>(
        `with old as (update access_key set revoked_at = ${fromMs('$2')} where id = $1 and revoked_at is null
          and (expires_at is null or expires_at > ${fromMs('$2')}) returning *)
        insert into access_key as k (id, kind, name, prefix, hash, user_id, created_by, level, grants, created_at, expires_at)
        select $3, kind, name, $4, $5, user_id, created_by, level, grants, ${fromMs('$2')}, expires_at from old returning ${columns}`,
        [id, now, next.id, next.prefix, next.hash],
      );
      return rows[0] && toKey(rows[0]);
    },
    async revokeKey(id, now) {
      const { rows } = await pool.query<StoredKey>(
        `update access_key k set revoked_at = ${fromMs('$2')} where k.id = $1 and k.revoked_at is null returning ${columns}`,
        [id, now],
      );
      return rows[0] && toKey(rows[0]);
    },
    async touchKey(id, at) {
      await pool.query(
        `update access_key set last_used_at = ${fromMs('$2')} where id = $1 and (last_used_at is null or last_used_at < ${fromMs('$2')})`,
        [id, at],
      );
    },
  };
}
