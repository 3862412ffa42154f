import type pg from 'pg';
import type { Accounts } from '#ports/accounts';
import { fromMs, toMs } from './transaction.ts';

type Attempts = Pick<
  Accounts,
  'claimAttempt' | 'releaseAttempt' | 'clearAttempts' | 'setTotp' | 'useTotpStep' | 'useRecoveryCode'
>;

const claimSql = `
update user_account set failed_attempts = least(failed_attempts + 1, 1000000), locked_until = case when failed_attempts + 1 >= $3
  then ${fromMs('($2::float8 + least($5::float8, $4::float8 * power(2, least(failed_attempts + 1 - $3, 30))))')} end
where id = $1 and (locked_until is null or locked_until <= ${fromMs('$2')}) returning ${toMs('locked_until')} as "lockedUntil"`;
const lockSql = `select ${toMs('locked_until')} as "lockedUntil" from user_account where id = $1`;

export function attemptsOf(pool: pg.Pool): Attempts {
  const isChanged = async (sql: string, values: unknown[]) => (await pool.query(sql, values)).rowCount === 1;
  return {
    async claimAttempt(id, now, { from, firstMs, mostMs }) {
      type Row = { lockedUntil: number | null };
      const claimed = await pool.query<Row>(claimSql, [id, now, from, firstMs, mostMs]);
      const row = claimed.rows[0] ?? (await pool.query<Row>(lockSql, [id])).rows[0];
      const isLocked = claimed.rows.length === 0 && row !== undefined;
      return { isLocked, ...(row?.lockedUntil == null ? {} : { lockedUntil: row.lockedUntil }) };
    },
    async releaseAttempt(id, lockedUntil) {
      await pool.query(
        `update user_account set failed_attempts = greatest(failed_attempts - 1, 0),
        locked_until = case when locked_until = ${fromMs('$2')} then null else locked_until end where id = $1`,
        [id, lockedUntil],
      );
    },
    async clearAttempts(id) {
      await pool.query(
        'update user_account set failed_attempts = 0, locked_until = null where id = $1 and (failed_attempts > 0 or locked_until is not null)',
        [id],
      );
    },
    setTotp: (id, { secret, step, recoveryHashes }) =>
      isChanged(
        `update user_account set totp_secret = $2, totp_last_step = $3, recovery_hashes = $4, updated_at = now()
        where id = $1 and totp_secret is null`,
        [id, secret, step, recoveryHashes],
      ),
    useTotpStep: (id, step) =>
      isChanged('update user_account set totp_last_step = $2 where id = $1 and (totp_last_step is null or totp_last_step < $2)', [
        id,
        step,
      ]),
    useRecoveryCode: (id, hash) =>
      isChanged(
        'update user_account set recovery_hashes = array_remove(recovery_hashes, $2) where id = $1 and $2 = any(recovery_hashes)',
        [id, hash],
      ),
  };
}
