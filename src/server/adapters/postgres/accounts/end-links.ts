import type pg from 'pg';
import type { InviteView } from '#contract/identity';
import type { EndedLinks } from '#ports/accounts';
import { inviteColumns, toInvite } from './invites.ts';
import { fromMs } from './transaction.ts';

/** Ends for good what this user made. For the transaction that takes their right to administer away. */
export async function endLinksBy(client: pg.PoolClient, makerId: string, now: number): Promise<EndedLinks> {
  const links = await client.query<EndedLinks['passwordLinks'][number] & { isOpen: boolean }>(
    `delete from password_link l using user_account u where l.maker_id = $1 and u.id = l.user_id
    returning u.id as "userId", u.username, l.expires_at > ${fromMs('$2')} as "isOpen"`,
    [makerId, now],
  );
  const invites = await client.query<InviteView>(
    `update invite set revoked_at = ${fromMs('$2')}
    where maker_id = $1 and used_at is null and revoked_at is null and expires_at > ${fromMs('$2')} returning ${inviteColumns}`,
    [makerId, now],
  );
  const open = links.rows.filter(({ isOpen }) => isOpen);
  return { invites: invites.rows.map(toInvite), passwordLinks: open.map(({ userId, username }) => ({ userId, username })) };
}
