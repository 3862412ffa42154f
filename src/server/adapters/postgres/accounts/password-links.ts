import type pg from 'pg';
import type { Accounts, PasswordLink } from '#ports/accounts';
import { changeAccounts, fromMs, makerMay, mayAdminister, present, toMs } from './transaction.ts';

type PasswordLinks = Pick<Accounts, 'replaceHash' | 'addPasswordLink' | 'openPasswordLink' | 'usePasswordLink'>;
type NamedLink = PasswordLink & { username: string };

/** What there is of the open link of `$1` at `$2`. Who is disabled, or has another password meanwhile, has none any more. */
const openSql = `select l.user_id as "userId", l.maker_id as "makerId", l.created_by as "createdBy", u.username,
  ${toMs('l.created_at')} as "createdAt", ${toMs('l.expires_at')} as "expiresAt"
  from password_link l join user_account u on u.id = l.user_id
  where l.token_hash = $1 and l.expires_at > ${fromMs('$2')} and ${makerMay('l.maker_id')}`;

export function passwordLinksOf(pool: pg.Pool): PasswordLinks {
  return {
    replaceHash: (id, { from, to, isNew }) =>
      changeAccounts(pool, async (client) => {
        const { rowCount } = await client.query(
          `update user_account set password_hash = $3, updated_at = now() where id = $1 and password_hash is not distinct from $2`,
          [id, from, to],
        );
        if (rowCount !== 1) return { keep: false, answer: false };
        if (isNew) await client.query('delete from password_link where user_id = $1', [id]);
        return { keep: true, answer: true };
      }),
    addPasswordLink: ({ userId, makerId, createdBy, createdAt, expiresAt }, tokenHash) =>
      changeAccounts(pool, async (client) => {
        if (!(await mayAdminister(client, makerId))) return { keep: false, answer: 'forbidden' };
        const added = await client.query(
          `insert into password_link (user_id, token_hash, maker_id, created_by, created_at, expires_at)
          select id, $2, $3, $4, ${fromMs('$5')}, ${fromMs('$6')} from user_account
          where id = $1 and disabled_at is null and password_hash is not null
          on conflict (user_id) do update set token_hash = excluded.token_hash, maker_id = excluded.maker_id,
          created_by = excluded.created_by, created_at = excluded.created_at, expires_at = excluded.expires_at`,
          [userId, tokenHash, makerId, createdBy, createdAt, expiresAt],
        );
        return { keep: true, answer: added.rowCount === 1 ? 'added' : 'unknown' };
      }),
    async openPasswordLink(tokenHash, now) {
      const { rows } = await pool.query<NamedLink>(openSql, [tokenHash, now]);
      return rows[0] && present<NamedLink>(rows[0]);
    },
    usePasswordLink: (tokenHash, { passwordHash, now }) =>
      changeAccounts(pool, async (client) => {
        const { rows } = await client.query<NamedLink>(openSql, [tokenHash, now]);
        const [link] = rows;
        if (!link) return { keep: false, answer: undefined };
        await client.query('delete from password_link where user_id = $1', [link.userId]);
        await client.query(
          `update user_account set password_hash = $2, failed_attempts = 0, locked_until = null, updated_at = now() where id = $1`,
          [link.userId, passwordHash],
        );
        const ended = await client.query<{ id: string }>(
          `update session set revoked_at = ${fromMs('$2')} where user_id = $1 and revoked_at is null and expires_at > ${fromMs('$2')}
          returning id`,
          [link.userId, now],
        );
        return { keep: true, answer: { ...present<NamedLink>(link), ended: ended.rows.map(({ id }) => id) } };
      }),
  };
}
