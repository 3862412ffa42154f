import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { success } from '#contract/result';
import { migrateDeploy } from './migrate.ts';
import { migrationsDir, testDatabase, type TestDatabase, testFolder } from './test-database.ts';

describe('migrateDeploy', () => {
  let database: TestDatabase;
  let folder: { path: string; remove(): Promise<void> };
  let databases = 0;
  beforeAll(async () => {
    database = await testDatabase();
    folder = await testFolder();
  });
  afterAll(async () => {
    await folder.remove();
    await database.stop();
  });

  const query = async (url: string, sql: string) => {
    const client = new pg.Client(url);
    await client.connect();
    return client
      .query(sql)
      .then(({ rows }: { rows: unknown[] }) => rows)
      .finally(() => client.end());
  };
  const prepare = async (migrations: Record<string, string>) => {
    const name = `db${++databases}`;
    await query(database.url, `create database ${name}`);
    const dir = path.join(folder.path, name);
    const write = async (files: Record<string, string>) => {
      for (const [file, sql] of Object.entries(files)) {
        await mkdir(path.join(dir, file), { recursive: true });
        await writeFile(path.join(dir, file, 'migration.sql'), sql);
      }
    };
    await write(migrations);
    return { url: Object.assign(new URL(database.url), { pathname: `/${name}` }).href, dir, write };
  };

  it('applies what is missing, in order, once', async () => {
    const { url, dir, write } = await prepare({ '2_b': 'alter table t add b int', '1_a': 'create table t (a int)' });
    expect(await migrateDeploy(url, dir)).toEqual(success(['1_a', '2_b']));
    expect(await migrateDeploy(url, dir)).toEqual(success([]));
    await write({ '3_c': 'alter table t add c int' });
    expect(await migrateDeploy(url, dir)).toEqual(success(['3_c']));
  });

  it('is done by one of several that run at the same time', async () => {
    const { url, dir } = await prepare({ '1_a': 'create table t (a int)', '2_b': 'alter table t add b int' });
    const outcomes = await Promise.all([1, 2, 3].map(() => migrateDeploy(url, dir)));
    expect(outcomes.map((outcome) => outcome.ok && outcome.value.length).sort()).toEqual([0, 0, 2]);
  });

  it('undoes the whole of a migration that fails, and says which', async () => {
    const { url, dir, write } = await prepare({
      '1_a': 'create table t (a int)',
      '2_b': 'create table u (a int); insert into missing values (1)',
    });
    expect(await migrateDeploy(url, dir)).toMatchObject({
      ok: false,
      error: { code: 'failed', message: expect.stringMatching(/2_b.*missing/) as string },
    });
    expect(await query(url, `select to_regclass('t') is not null as t, to_regclass('u') is not null as u`)).toEqual([
      { t: true, u: false },
    ]);
    await write({ '2_b': 'create table u (a int)' });
    expect(await migrateDeploy(url, dir)).toEqual(success(['2_b']));
  });

  it('refuses when an applied migration was edited', async () => {
    const { url, dir, write } = await prepare({ '1_a': 'create table t (a int)' });
    await migrateDeploy(url, dir);
    await write({ '1_a': 'create table t (a bigint)' });
    expect(await migrateDeploy(url, dir)).toMatchObject({
      ok: false,
      error: { code: 'edited', message: expect.stringContaining('1_a') as string },
    });
  });

  it('says that the database does not answer, or that the migrations are not there', async () => {
    const wrongPassword = new URL(database.url);
    wrongPassword.password = 'wrong';
    const refused = await migrateDeploy(wrongPassword.href, migrationsDir);
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'refused', message: expect.stringContaining('password authentication failed') as string },
    });
    const unreachable = await migrateDeploy('postgresql://a:b@127.0.0.1:1/x', migrationsDir);
    expect(unreachable).toMatchObject({
      ok: false,
      error: { code: 'unreachable', message: expect.stringContaining('DATABASE_URL') as string },
    });
    expect(await migrateDeploy(database.url, path.join(folder.path, 'nowhere'))).toMatchObject({
      ok: false,
      error: { code: 'unreadable' },
    });
  });
});
