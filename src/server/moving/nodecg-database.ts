import { randomUUID } from 'node:crypto';
import { copyFile, lstat, mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sqlite from 'node-sqlite3-wasm';
import type { Json } from '#contract/json';
import type { ReplicantKey } from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';

export type Database = InstanceType<typeof sqlite.Database>;
/** `value` is undefined where NodeCG stored no value. */
export type NodecgReplicant = { key: ReplicantKey; value: Json | undefined; isRawText: boolean; length: number };

/** Where NodeCG keeps it, below its root. */
export const databaseFile = path.join('db', 'nodecg.sqlite3');
const companions = ['-journal', '-wal'] as const;
const copyTries = 5;

/**
 * A copy of NodeCG's database, as it was at one moment, that may be opened and thrown away: the original is only read, also what a crashed
 * NodeCG left half-written beside it is finished in the copy. `undefined`: there is none. `discard` removes the copy.
 */
export async function copyDatabase(
  root: string,
  folder = os.tmpdir(),
): Promise<Result<{ file: string; discard: () => Promise<void> } | undefined, string>> {
  const original = path.join(root, databaseFile);
  if (!(await isFile(original))) return success(undefined);
  const dir = await mkdtemp(path.join(folder, '.nodecg-moving-'));
  const discard = () => rm(dir, { recursive: true, force: true });
  const file = path.join(dir, 'nodecg.sqlite3');
  try {
    for (let tries = 0; tries < copyTries; tries++) {
      const before = await fingerprint(original);
      await copyFile(original, file);
      for (const end of companions) if (await isFile(original + end)) await copyFile(original + end, file + end);
      if (before === (await fingerprint(original)) && isWhole(file)) return success({ file, discard });
      for (const end of ['', ...companions]) await rm(file + end, { force: true });
      await delay(300);
    }
  } catch (error) {
    await discard();
    return failure(`The database ${original} can't be read: ${(error as Error).message}.`);
  }
  await discard();
  return failure(
    `The database ${original} is damaged, or a NodeCG is writing to it all the time. Stop NodeCG and run this again; if it stays, NodeCG itself can't read it either: take a backup of that file.`,
  );
}

/** Opens a database that is ours alone: a copy, or one that is being made. */
export function openDatabaseFile(file: string): Database {
  const database = new sqlite.Database(file);
  // Nobody else is there, and the write-ahead log, if somebody switched it on, needs no shared memory then.
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  return database;
}

/** Every stored replicant, one at a time: large databases are never in memory as a whole. */
export function* readReplicants(database: Database): Generator<NodecgReplicant> {
  const statement = database.prepare('SELECT "namespace", "name", "value" FROM "replicant" ORDER BY "namespace", "name"');
  try {
    for (const row of statement.iterate()) {
      const { namespace, name, value } = row as { namespace: unknown; name: unknown; value: unknown };
      const text = textOf(value);
      yield { key: { namespace: textOf(namespace), name: textOf(name) }, ...parseStored(text), length: text.length };
    }
  } finally {
    statement.finalize();
  }
}

/** NodeCG's rule: empty text is no value, and what isn't JSON is that text. */
export function parseStored(text: string): { value: Json | undefined; isRawText: boolean } {
  if (text === '') return { value: undefined, isRawText: false };
  try {
    return { value: JSON.parse(text) as Json, isRawText: false };
  } catch {
    return { value: text, isRawText: true };
  }
}

/** NodeCG's form of a value. */
export function toStored(value: Json | undefined): string {
  return value === undefined ? '' : JSON.stringify(value);
}

/** Makes what NodeCG 2 finds when it has opened an empty database once; in an existing one nothing is touched. False: it isn't NodeCG's. */
export function prepareSchema(database: Database): boolean {
  const tables = new Set(database.all(`SELECT "name" FROM "sqlite_master" WHERE "type" = 'table'`).map((row) => row.name));
  if (tables.has('replicant')) return true;
  if (tables.size > 0) return false;
  database.exec(schema);
  const role = randomUUID();
  database.run('INSERT INTO "role" ("id", "name") VALUES (?, ?)', [role, 'superuser']);
  database.run('INSERT INTO "permission" ("id", "name", "entityId", "actions", "roleId") VALUES (?, ?, ?, ?, ?)', [
    randomUUID(),
    'superuser',
    '*',
    3,
    role,
  ]);
  return true;
}

/** The tables, and the names of the steps that made them: without those NodeCG would make them again, and fail. */
const schema = `
CREATE TABLE "migrations" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "timestamp" bigint NOT NULL, "name" varchar NOT NULL);
CREATE TABLE "role" ("id" varchar PRIMARY KEY NOT NULL, "name" text NOT NULL, CONSTRAINT "UQ_ae4578dcaed5adff96595e61660" UNIQUE ("name"));
CREATE TABLE "user" ("id" varchar PRIMARY KEY NOT NULL, "created_at" datetime NOT NULL DEFAULT (datetime('now')), "name" text NOT NULL);
CREATE TABLE "replicant" ("namespace" text NOT NULL, "name" text NOT NULL, "value" text NOT NULL, PRIMARY KEY ("namespace", "name"));
CREATE TABLE "session" ("expiredAt" bigint NOT NULL, "id" varchar(255) PRIMARY KEY NOT NULL, "json" text NOT NULL, "destroyedAt" datetime);
CREATE INDEX "IDX_28c5d1d16da7908c97c9bc2f74" ON "session" ("expiredAt");
CREATE TABLE "permission" ("id" varchar PRIMARY KEY NOT NULL, "name" text NOT NULL, "entityId" text NOT NULL, "actions" integer NOT NULL, "roleId" varchar, CONSTRAINT "FK_cdb4db95384a1cf7a837c4c683e" FOREIGN KEY ("roleId") REFERENCES "role" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION);
CREATE TABLE "identity" ("id" varchar PRIMARY KEY NOT NULL, "provider_type" text NOT NULL, "provider_hash" text NOT NULL, "provider_access_token" text, "provider_refresh_token" text, "userId" varchar, CONSTRAINT "FK_12915039d2868ab654567bf5181" FOREIGN KEY ("userId") REFERENCES "user" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION);
CREATE TABLE "api_key" ("secret_key" varchar PRIMARY KEY NOT NULL, "userId" varchar, CONSTRAINT "FK_277972f4944205eb29127f9bb6c" FOREIGN KEY ("userId") REFERENCES "user" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION);
CREATE TABLE "user_roles_role" ("userId" varchar NOT NULL, "roleId" varchar NOT NULL, CONSTRAINT "FK_5f9286e6c25594c6b88c108db77" FOREIGN KEY ("userId") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE, CONSTRAINT "FK_4be2f7adf862634f5f803d246b8" FOREIGN KEY ("roleId") REFERENCES "role" ("id") ON DELETE CASCADE ON UPDATE CASCADE, PRIMARY KEY ("userId", "roleId"));
CREATE INDEX "IDX_5f9286e6c25594c6b88c108db7" ON "user_roles_role" ("userId");
CREATE INDEX "IDX_4be2f7adf862634f5f803d246b" ON "user_roles_role" ("roleId");
INSERT INTO "migrations" ("timestamp", "name") VALUES (1669424617013, 'initialize1669424617013'), (1669424781583, 'defaultRoles1669424781583');
`;

/** A column as text, whatever its type. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  return typeof value === 'number' || typeof value === 'bigint' ? value.toString() : '';
}

/** Also finishes or takes back what a crash left half-written. */
function isWhole(file: string): boolean {
  let database: Database | undefined;
  try {
    database = openDatabaseFile(file);
    const row = database.get('PRAGMA quick_check(1)');
    return row !== null && Object.values(row)[0] === 'ok';
  } catch {
    return false;
  } finally {
    database?.close();
  }
}

async function fingerprint(file: string): Promise<string> {
  const parts = await Promise.all(
    ['', ...companions].map(async (end) => {
      const stats = await stat(file + end).catch(() => undefined);
      return stats ? `${stats.size}:${stats.mtimeMs}` : '-';
    }),
  );
  return parts.join(' ');
}

async function isFile(file: string): Promise<boolean> {
  return lstat(file).then(
    () => stat(file).then((stats) => stats.isFile()),
    () => false,
  );
}
