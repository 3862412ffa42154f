import type pg from 'pg';

/** One lock for everything that changes who there is: two administrators who demote each other come one after the other. */
const accountsLock = 7_203_114;

/** Runs `work` in a transaction in which nobody else changes accounts. `keep` says whether its changes stay. */
export async function changeAccounts<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<{ keep: boolean; answer: T }>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [accountsLock]);
    const { keep, answer } = await work(client);
    await client.query(keep ? 'commit' : 'rollback');
    return answer;
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => (broken = lost));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Milliseconds since 1970, from a column and for one. */
export const toMs = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;
export const fromMs = (parameter: string): string => `to_timestamp(${parameter}::float8 / 1000)`;

/** Whether a link opens anything now, by the column that names its maker. NULL: it was made in open mode. */
export const makerMay = (column: string): string => `(${column} is null or exists (select 1 from user_account maker
  where maker.id = ${column} and maker.role = 'ADMIN' and maker.reach = 'all' and maker.disabled_at is null))`;

/** Whether a link of this maker would open anything. What was answered stays true until the end of a transaction of {@link changeAccounts}. */
export async function mayAdminister(client: pg.PoolClient, makerId: string | undefined): Promise<boolean> {
  return (await client.query(`select 1 where ${makerMay('$1::text')}`, [makerId])).rowCount === 1;
}

/** Without what is null. */
export function present<T extends object>(row: object): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T;
}
