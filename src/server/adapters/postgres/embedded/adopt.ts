import { realpath } from 'node:fs/promises';
import pg from 'pg';

/** `later`: it is starting or ending. `refused`: it answers, but not as ours. */
export type Adoption = { state: 'adopted' } | { state: 'later' | 'refused'; reason: string };

/** Makes sure that what listens there is the Postgres of `folder`: it takes our password and, unless its process `isKnown` to work there, names that folder. */
export async function adopt(url: string, folder: string, isKnown: boolean): Promise<Adoption> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000, query_timeout: 2000 });
  client.on('error', () => {}); // its end is told by the failing query
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(`select current_setting('data_directory') as folder`);
    const theirs = rows[0]?.folder ?? '';
    if (isKnown || (await realpath(theirs).catch(() => theirs)) === folder) return { state: 'adopted' };
    return { state: 'refused', reason: `the Postgres there serves ${theirs}` };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { state: code === '28P01' ? 'refused' : 'later', reason: message };
  } finally {
    await client.end().catch(() => {});
  }
}
