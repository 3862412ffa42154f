import type { GrantView } from '#contract/identity';
import type { Account, AccountProvider } from '#ports/accounts';
import { fromMs, present, toMs } from './transaction.ts';

/** The grants of `user_account u`. */
export const grantsSql = `(select coalesce(json_agg(json_build_object('id', g.id, 'kind', g.kind, 'pattern', g.pattern, 'level', g.level,
  'expiresAt', ${toMs('g.expires_at')}, 'createdBy', g.created_by, 'createdAt', ${toMs('g.created_at')}) order by g.created_at, g.id), '[]')
  from access_grant g where g.user_id = u.id)`;
const providersSql = `(select coalesce(json_agg(json_build_object('provider', p.provider, 'providerId', p.provider_id, 'label', p.label)
  order by p.created_at, p.id), '[]') from oauth_provider p where p.user_id = u.id and p.unlinked_at is null)`;

/** The columns of an {@link Account} of `user_account u`; `now` is a parameter's name. */
export function accountColumns(now: string): string {
  return `u.id, u.username, u.display_name as "displayName", u.role::text, u.reach, u.password_hash as "passwordHash",
  u.totp_secret as "totpSecret", cardinality(u.recovery_hashes) as "recoveryCodesLeft", u.failed_attempts as "failedAttempts",
  ${toMs('u.locked_until')} as "lockedUntil", ${toMs('u.disabled_at')} as "disabledAt", ${toMs('u.last_sign_in_at')} as "lastSignInAt",
  ${toMs('u.created_at')} as "createdAt", ${grantsSql} as grants, ${providersSql} as providers,
  (select count(*)::int from session s where s.user_id = u.id and s.revoked_at is null and s.expires_at > ${fromMs(now)}) as "openSessions"`;
}

export type AccountRow = { [K in keyof Account]: Account[K] | null };

export function toAccount(row: AccountRow): Account {
  const account = present<Account>(row);
  return {
    ...account,
    grants: account.grants.map((grant) => present<GrantView>(grant)),
    providers: account.providers.map((provider) => present<AccountProvider>(provider)),
  };
}
