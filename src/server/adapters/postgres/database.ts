import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from '#ports/database';
import { PrismaClient } from './generated/client.ts';

export type OpenDatabase = { db: Database; close(): Promise<void> };

/** The Prisma client on a pool of at most `connections`. It connects at the first query, and again after the database was away. */
export function createDatabase(url: string, connections = 5): Promise<OpenDatabase> {
  const ignored = () => {}; // an idle connection was lost: the next query opens another, or fails by itself
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: 5000,
      statement_timeout: 15_000,
      query_timeout: 20_000,
      application_name: 'nodecg-next',
    },
    { onPoolError: ignored, onConnectionError: ignored },
  );
  const db = new PrismaClient({ adapter });
  return Promise.resolve({ db, close: () => db.$disconnect() });
}
