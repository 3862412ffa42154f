import type pg from 'pg';
import type { InviteView } from '#contract/identity';
import type { Accounts } from '#ports/accounts';
import { changeAccounts, fromMs, makerMay, present, toMs } from './transaction.ts';

type Invites = Pick<Accounts, 'addInvite' | 'invites' | 'openInvite' | 'revokeInvite' | 'endLinksBy'>;

const columns = `id, label, role::text, reach, grants, created_by as "createdBy", ${toMs('created_at')} as "createdAt",
  ${toMs('expires_at')} as "expiresAt", ${toMs('used_at')} as "usedAt", used_by as "usedBy"`;
/** Of those that are no more the newest stay, for whoever looks into something. */
const pruneSql = `delete from invite where id in (select id from invite where used_at is not null or revoked_at is not null
  or expires_at <= ${fromMs('$1')} order by created_at desc offset 500)`;
/** Whether an invitation can be used; `now` is a parameter's name. */
export const isUsable = (now: string): string =>
  `used_at is null and revoked_at is null and expires_at > ${fromMs(now)} and ${makerMay('invite.maker_id')}`;
const toInvite = (row: InviteView): InviteView => present<InviteView>(row);

export function invitesOf(pool: pg.Pool): Invites {
  return {
    async addInvite({ id, label, role, reach, grants, createdBy, createdAt, expiresAt }, { tokenHash, makerId }) {
      await pool.query(
        `insert into invite (id, token_hash, label, role, reach, grants, created_by, created_at, expires_at, maker_id)
        values ($1, $2, $3, $4::user_role, $5, $6::json, $7, ${fromMs('$8')}, ${fromMs('$9')}, $10)`,
        [id, tokenHash, label, role, reach, JSON.stringify(grants), createdBy, createdAt, expiresAt, makerId],
      );
      await pool.query(pruneSql, [createdAt]);
    },
    async invites(now) {
      const { rows } = await pool.query<InviteView>(
        `select ${columns} from invite where revoked_at is null
        and (used_at is not null or expires_at <= ${fromMs('$1')} or ${makerMay('invite.maker_id')})
        order by created_at desc, id limit 1000`,
        [now],
      );
      return rows.map(toInvite);
    },
    async openInvite(tokenHash, now) {
      const { rows } = await pool.query<InviteView>(`select ${columns} from invite where token_hash = $1 and ${isUsable('$2')}`, [
        tokenHash,
        now,
      ]);
      return rows[0] && toInvite(rows[0]);
    },
    async revokeInvite(id, now) {
      const { rows } = await pool.query<InviteView>(
        `update invite set revoked_at = ${fromMs('$2')} where id = $1 and used_at is null and revoked_at is null returning ${columns}`,
        [id, now],
      );
      return rows[0] && toInvite(rows[0]);
    },
    endLinksBy: (makerId, now) =>
      changeAccounts(pool, async (client) => {
        await client.query('delete from password_link where maker_id = $1', [makerId]);
        const { rows } = await client.query<InviteView>(
          `update invite set revoked_at = ${fromMs('$2')}
          where maker_id = $1 and used_at is null and revoked_at is null and expires_at > ${fromMs('$2')} returning ${columns}`,
          [makerId, now],
        );
        return { keep: true, answer: rows.map(toInvite) };
      }),
  };
}
