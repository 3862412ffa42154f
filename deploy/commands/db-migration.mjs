// npm run db:migration <name>: writes the migration from what is in prisma/migrations to prisma/schema.prisma. Read it before you commit it.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findDrift, lockfile, migrationsDir } from './db-engine.mjs';
import { projectDir, run, say, stopWith } from './prepare.mjs';

const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9_]{0,99}$/.test(name))
  stopWith('Give the migration a name of lower-case letters, digits and underscores: npm run db:migration add_audit_log');

const sql = await findDrift().catch((error) => stopWith(`The migrations or the schema could not be compared:\n${error.message}`));
if (sql === undefined) {
  say('prisma/migrations and prisma/schema.prisma agree: nothing to write.');
  process.exit(0);
}
const folder = path.join(migrationsDir, `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`);
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, 'migration.sql'), sql);
writeFileSync(path.join(migrationsDir, 'migration_lock.toml'), lockfile);
say(`Written: ${path.relative(projectDir, folder)}/migration.sql`);
process.exit(run(process.execPath, [path.join(projectDir, 'deploy/commands/generate.mjs')]));
