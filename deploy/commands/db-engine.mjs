// Prisma's schema engine as WebAssembly, offline, on a throw-away Postgres: what prisma/schema.prisma has that prisma/migrations hasn't.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as esbuild from 'esbuild';
import pg from 'pg';
import { projectDir } from './prepare.mjs';

export const migrationsDir = path.join(projectDir, 'prisma', 'migrations');
/** `migration_lock.toml`, as Prisma wants it beside the migrations. */
export const lockfile =
  '# Which kind of database the migrations are for. Written by npm run db:migration.\nprovider = "postgresql"\n';
const schemaFile = path.join(projectDir, 'prisma', 'schema.prisma');
const require = createRequire(import.meta.url);

/** The server's own launcher, compiled into a file beside the packages that it imports. */
async function loadLauncher() {
  const outfile = path.join(projectDir, 'node_modules', '.cache', 'nodecg-next', 'embedded.mjs');
  await esbuild.build({
    entryPoints: [path.join(projectDir, 'src/server/adapters/postgres/embedded.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}

async function withThrowAwayPostgres(work) {
  const { startEmbeddedPostgres } = await loadLauncher();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'nodecg-next-schema-'));
  const started = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), log: () => {} });
  try {
    if (!started.ok) throw new Error(started.error.message);
    return await work(started.value.url);
  } finally {
    if (started.ok) await started.value.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The catalog's one-byte "char" type is unknown to adapter-pg: it is read as text and declared as a character. */
function withCatalogChars(adapter) {
  const queryRaw = adapter.queryRaw.bind(adapter);
  const performIO = adapter.performIO.bind(adapter);
  let chars = [];
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    chars = (result.fields ?? []).flatMap((field, index) => (field.dataTypeID === 18 ? [index] : []));
    for (const index of chars) result.fields[index].dataTypeID = 25;
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of chars) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  const startTransaction = adapter.startTransaction?.bind(adapter);
  if (startTransaction) adapter.startTransaction = async (...args) => withCatalogChars(await startTransaction(...args));
  // The adapter's own splits at every semicolon, also inside a function's body.
  if (adapter.executeScript) adapter.executeScript = async (sql) => void (await adapter.underlyingDriver().query(sql));
  return adapter;
}

/** adapter-pg's own factory replays the history on the main database and leaves its pools open; this one does neither. */
function createFactory(url) {
  const pools = new Set();
  const open = async (target) => {
    const pool = new pg.Pool({ connectionString: target, max: 1 });
    pools.add(pool);
    const adapter = await new PrismaPg(pool).connect();
    adapter.dispose = async () => void (pools.delete(pool) && (await pool.end()));
    return withCatalogChars(adapter);
  };
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => open(url),
    async connectToShadowDb() {
      const name = `shadow_${randomUUID().replaceAll('-', '')}`;
      const admin = new pg.Client(url);
      await admin.connect();
      await admin.query(`create database "${name}"`).finally(() => admin.end());
      return open(Object.assign(new URL(url), { pathname: `/${name}` }).href);
    },
    close: () => Promise.all([...pools].map((pool) => pool.end())),
  };
}

async function createEngine(factory) {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`${message}\n`) };
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const file = path.join(path.dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')), 'schema_engine_bg.wasm');
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings.SchemaEngine.new(
    { datamodels: [[schemaFile, readFileSync(schemaFile, 'utf8')]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

function readMigrations() {
  const names = existsSync(migrationsDir)
    ? readdirSync(migrationsDir, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : [];
  return {
    baseDir: migrationsDir,
    lockfile: { path: 'migration_lock.toml', content: lockfile },
    shadowDbInitScript: '',
    migrationDirectories: names
      .map(({ name }) => name)
      .sort()
      .map((name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: readFileSync(path.join(migrationsDir, name, 'migration.sql'), 'utf8') },
        },
      })),
  };
}

/** The SQL that leads from the migrations to the schema; undefined when there is nothing to do. */
export async function findDrift() {
  return withThrowAwayPostgres(async (url) => {
    const factory = createFactory(url);
    try {
      const engine = await createEngine(factory);
      const { exitCode, stdout } = await engine.diff({
        from: { tag: 'migrations', ...readMigrations() },
        to: { tag: 'schemaDatamodel', files: [{ path: schemaFile, content: readFileSync(schemaFile, 'utf8') }] },
        script: true,
        exitCode: true,
        filters: { externalTables: [], externalEnums: [] },
      });
      return exitCode === 0 ? undefined : stdout;
    } finally {
      await factory.close();
    }
  });
}
