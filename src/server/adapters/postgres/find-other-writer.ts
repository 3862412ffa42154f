import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { applicationName } from './replicant-log.ts';

const sql = `select coalesce(host(client_addr), 'this computer') as origin from pg_stat_activity
where application_name = $1 and datname = current_database() limit 1`;

/** Where a server that writes replicants to this database is, if there is one. Connections that are just ending get 3 s. Rejects when the database can't be asked. */
export async function findOtherWriter(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000, query_timeout: 3_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let origin: string | undefined;
    for (let tries = 0; tries < 6; tries++) {
      if (tries > 0) await delay(500);
      origin = (await client.query<{ origin: string }>(sql, [applicationName])).rows[0]?.origin;
      if (origin === undefined) return undefined;
    }
    return origin;
  } finally {
    await client.end();
  }
}
