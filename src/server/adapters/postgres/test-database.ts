import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';
import { migrateDeploy } from './migrate.ts';

export const migrationsDir = fileURLToPath(new URL('../../../../prisma/migrations', import.meta.url));

export type TestDatabase = {
  url: string;
  postgres: EmbeddedPostgres;
  dataDir: string;
  /** Starts it again, at the same address. */ restart(): Promise<void>;
  stop(): Promise<void>;
};

/** For tests: a migrated embedded Postgres of its own, in a temporary folder that `stop` deletes. */
export async function testDatabase(): Promise<TestDatabase> {
  const folder = await testFolder();
  const dataDir = path.join(folder.path, 'postgres');
  const postgres = await startTestPostgres(dataDir);
  const migrated = await migrateDeploy(postgres.url, migrationsDir);
  if (!migrated.ok) throw new Error(migrated.error.message);
  const database: TestDatabase = {
    url: postgres.url,
    postgres,
    dataDir,
    async restart() {
      database.postgres = await startTestPostgres(dataDir, postgres.port);
    },
    async stop() {
      await database.postgres.stop();
      await folder.remove();
    },
  };
  return database;
}

/** An embedded Postgres on `dataDir`, or the reason as an exception. */
export async function startTestPostgres(dataDir: string, port?: number): Promise<EmbeddedPostgres> {
  const started = await startEmbeddedPostgres({ dataDir, log: () => {}, ...(port !== undefined && { port }) });
  if (!started.ok) throw new Error(started.error.message);
  return started.value;
}

/** A new folder that Postgres' user can reach. */
export async function testFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'nodecg-next-pg-'));
  await chmod(folder, 0o755);
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
