import type pg from 'pg';
import type { InviteView } from '#contract/identity';
import type { Accounts } from '#ports/accounts';
import { changeAccounts, fromMs, makerMay, mayAdminister, present, toMs } from './transaction.ts';

type Invites = Pick<Accounts, 'addInvite' | 'invites' | 'openInvite' | 'revokeInvite'>;

export const inviteColumns = `id, label, role::text, reach, grants, created_by as "createdBy", ${toMs('created_at')} as "createdAt",
  ${toMs('expires_at')} as "expiresAt", ${toMs('used_at')} as "usedAt", used_by as "usedBy"`;
/** Of those that are no more the newest stay, for whoever looks into something. */
const pruneSql = `delete from invite where id in (select id from invite where used_at is not null or revoked_at is not null
  or expires_at <= ${fromMs('$1')} order by created_at desc offset 500)`;
/** Whether an invitation can be used; `now` is a parameter's name. */
export const isUsable = (now: string): string =>
  `used_at is null and revoked_at is null and expires_at > ${fromMs(now)} and ${makerMay('invite.maker_id')}`;
export const toInvite = (row: InviteView): InviteView => present<InviteView>(row);

export function invitesOf(pool: pg.Pool): Invites {
  return {
    addInvite: ({ id, label, role, reach, grants, createdBy, createdAt, expiresAt }, { tokenHash, makerId }) =>
      changeAccounts(pool, async (client) => {
        if (!(await mayAdminister(client, makerId))) return { keep: false, answer: false };
        await client.query(
          `insert into invite (id, token_hash, label, role, reach, grants, created_by, created_at, expires_at, maker_id)
          values ($1, $2, $3, $4::user_role, $5, $6::json, $7, ${fromMs('$8')}, ${fromMs('$9')}, $10)`,
          [id, tokenHash, label, role, reach, JSON.stringify(grants), createdBy, createdAt, expiresAt, makerId],
        );
        await client.query(pruneSql, [createdAt]);
        return { keep: true, answer: true };
      }),
    async invites(now) {
      const { rows } = await pool.query<InviteView>(
        `select ${inviteColumns} from invite where revoked_at is null
        and (used_at is not null or expires_at <= ${fromMs('$1')} or ${makerMay('invite.maker_id')})
        order by created_at desc, id limit 1000`,
        [now],
      );
      return rows.map(toInvite);
    },
    async openInvite(tokenHash, now) {
      const { rows } = await pool.query<InviteView>(
        `select ${inviteColumns} from invite where token_hash = $1 and ${isUsable('$2')}`,
        [tokenHash, now],
      );
      return rows[0] && toInvite(rows[0]);
    },
    async revokeInvite(id, now) {
      const { rows } = await pool.query<InviteView>(
        `update invite set revoked_at = ${fromMs('$2')} where id = $1 and used_at is null and revoked_at is null returning ${inviteColumns}`,
        [id, now],
      );
      return rows[0] && toInvite(rows[0]);
    },
  };
}
