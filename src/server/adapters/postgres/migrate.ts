import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { failure, success, type Result } from '#contract/result';

/** `unreadable`: the program's own files are damaged. `unreachable`: the database doesn't answer. `refused`: it answers, but not to this user, password or database name: waiting doesn't help. `edited`: an applied migration's file was changed. `failed`: a migration's SQL was refused; nothing of it was kept. */
export type MigrationError = { code: 'unreadable' | 'unreachable' | 'refused' | 'edited' | 'failed'; message: string };

/** Prisma's own lock, so that its command line and we never migrate at the same time. */
const lockKey = 72707369;

const createTable = `create table if not exists _prisma_migrations (
  id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null, logs text,
  rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

/**
 * Applies every `<migrationsDir>/<name>/migration.sql` that the database doesn't have yet, in the order of their names, each in one
 * transaction, and records it in the table that Prisma uses. Of several that run at once, one works and the others find nothing to do.
 * The names that were applied.
 */
export async function migrateDeploy(url: string, migrationsDir: string): Promise<Result<string[], MigrationError>> {
  const migrations = await readMigrations(migrationsDir).catch((error: NodeJS.ErrnoException) => error);
  if (migrations instanceof Error)
    return failure({
      code: 'unreadable',
      message: `The program's migrations can't be read: ${migrations.message}. Install it again.`,
    });
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'nodecg-next migrate',
  });
  client.on('error', () => {}); // a lost connection fails the query that is running
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(createTable);
    return await applyMissing(client, migrations);
  } catch (error) {
    const reason = error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code : String(error);
    return failure({
      code: isRefusal(error) ? 'refused' : 'unreachable',
      message: `The database could not be brought up to date: ${reason}. Check that it runs, DATABASE_URL, and that its user may create tables.`,
    });
  } finally {
    await client.end().catch(() => {});
  }
}

/** Authorisation, an unknown database, and missing rights (SQLSTATE classes 28, 3D and 42). */
function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(?:28|3D|42)/.test(error.code ?? '');
}

type Migration = { name: string; sql: string; checksum: string };

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function applyMissing(client: pg.Client, migrations: Migration[]): Promise<Result<string[], MigrationError>> {
  const { rows } = await client.query<{ name: string; checksum: string; finished: Date | null }>(
    'select migration_name as name, checksum, finished_at as finished from _prisma_migrations where rolled_back_at is null',
  );
  const stored = new Map(rows.map((row) => [row.name, row]));
  const applied: string[] = [];
  for (const migration of migrations) {
    const row = stored.get(migration.name);
    if (row && !row.finished)
      return failure({
        code: 'failed',
        message: `Migration ${migration.name} was begun by Prisma and not finished. Repair the database, then mark it with \`prisma migrate resolve\`.`,
      });
    if (row && row.checksum !== migration.checksum)
      return failure({
        code: 'edited',
        message: `Migration ${migration.name} was changed after it was applied to this database. Restore its file, and make a new migration for the change.`,
      });
    if (row) continue;
    const reason = await apply(client, migration);
    if (reason !== undefined)
      return failure({ code: 'failed', message: `Migration ${migration.name} failed and was undone: ${reason}` });
    applied.push(migration.name);
  }
  return success(applied);
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<string | undefined> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query(
      'insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) values ($1, $2, $3, now(), 1)',
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
    return undefined;
  } catch (error) {
    await client.query('rollback');
    return error instanceof Error ? error.message : String(error);
  }
}
