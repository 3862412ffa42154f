import { spawn } from 'node:child_process';
import { chmod, mkdir, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { processExists } from './embedded/postmaster-file.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';
import { buildLauncher, runLauncher } from './test-launcher.ts';
import { startTestPostgres, testFolder } from './test-database.ts';

const asRoot = process.getuid?.() === 0;

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  return client
    .query(sql)
    .then(({ rows }: { rows: unknown[] }) => rows)
    .finally(() => client.end());
}

describe('startEmbeddedPostgres', () => {
  let folder: { path: string; remove(): Promise<void> };
  let dataDir: string;
  let running: EmbeddedPostgres[];

  beforeAll(async () => {
    folder = await testFolder();
  });
  beforeEach(() => {
    dataDir = path.join(folder.path, 'data', 'postgres'); // made once, started and stopped by each test
    running = [];
  });
  afterEach(() => Promise.all(running.map((postgres) => postgres.stop())));
  afterAll(() => folder.remove());

  const start = async (port?: number) => {
    const postgres = await startTestPostgres(dataDir, port);
    running.push(postgres);
    return postgres;
  };

  it('keeps its data in a private folder, its password in a private file, and every commit on disk', async () => {
    const postgres = await start();
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    expect((await stat(`${dataDir}.password`)).mode & 0o777).toBe(0o600);
    expect(await readdir(path.dirname(dataDir))).toEqual(['postgres', 'postgres.password']);
    const rows = await ask(
      postgres.url,
      `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'listen_addresses', 'unix_socket_directories') order by name`,
    );
    expect(rows).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'synchronous_commit', setting: 'on' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    await expect(ask(postgres.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('ends in order, and finds its data again', async () => {
    const first = await start();
    const exits: unknown[] = [];
    first.onExit((info) => exits.push(info));
    await ask(first.url, 'create table kept as select 42 as n');
    await first.stop();
    expect(processExists(first.pid)).toBe(false);
    expect(await readdir(dataDir)).not.toContain('postmaster.pid');
    expect(exits).toEqual([]);
    const second = await start(first.port);
    expect(second).toMatchObject({ url: first.url, adopted: false });
    expect(await ask(second.url, 'select n from kept')).toEqual([{ n: 42 }]);
  });

  it('adopts one that runs already, notices its end and stops it', async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ adopted: true, pid: first.pid, url: first.url });
    await second.stop();
    expect(processExists(first.pid)).toBe(false);
  });

  it('says that it has died, and starts again at the same address', async () => {
    for (const how of ['started', 'adopted']) {
      if (how === 'adopted') await start();
      const postgres = await start();
      expect(postgres.adopted).toBe(how === 'adopted');
      const exit = new Promise((resolve) => postgres.onExit(resolve));
      process.kill(postgres.pid, 'SIGKILL');
      await exit;
      const again = await start(postgres.port);
      expect(again).toMatchObject({ url: postgres.url, adopted: false });
      expect(await ask(again.url, 'select 1 as n')).toEqual([{ n: 1 }]);
      await again.stop();
    }
  });

  it('lets two starts at the same time share one Postgres', async () => {
    dataDir = path.join(folder.path, 'twins', 'postgres');
    const both = await Promise.all([start(), start()]);
    expect(new Set(both.map((postgres) => postgres.pid)).size).toBe(1);
    expect(both.map((postgres) => postgres.adopted).sort()).toEqual([false, true]);
    expect(await readdir(path.dirname(dataDir))).toEqual(['postgres', 'postgres.password']);
  });

  it('takes no notice of a postmaster.pid whose number another program has now', async () => {
    const first = await start();
    await first.stop();
    await writeFile(
      path.join(dataDir, 'postmaster.pid'),
      `${process.pid}\n${dataDir}\n1\n${first.port}\n\n127.0.0.1\n0 0\nready\n`,
    );
    expect(await start()).toMatchObject({ adopted: false });
  });

  it('clears away what a killed initdb left behind', async () => {
    dataDir = path.join(folder.path, 'killed', 'postgres');
    const ended = spawn(process.execPath, ['--version']);
    await new Promise((resolve) => ended.once('exit', resolve));
    const leftover = `${dataDir}.new-${ended.pid}-ab`;
    await mkdir(`${leftover}/base`, { recursive: true });
    const first = await start();
    expect(await readdir(path.dirname(dataDir))).toEqual(['postgres', 'postgres.password']);
    await first.stop();
    // That initdb was still writing then, and has ended since.
    await mkdir(leftover);
    await start();
    expect(await readdir(path.dirname(dataDir))).toEqual(['postgres', 'postgres.password']);
  });

  it('sets a new password when the file with it was lost', async () => {
    const first = await start();
    await first.stop();
    await rm(`${dataDir}.password`);
    const second = await start();
    expect(second.url).not.toBe(first.url);
    expect(await ask(second.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('refuses a folder that holds something else, another version or a file on its way', async () => {
    dataDir = path.join(folder.path, 'foreign', 'postgres');
    await mkdir(dataDir, { recursive: true });
    await writeFile(path.join(dataDir, 'holiday.jpg'), '');
    const foreign = await startEmbeddedPostgres({ dataDir, log: () => {} });
    expect(foreign).toMatchObject({
      ok: false,
      error: { code: 'foreign-data', message: expect.stringContaining(dataDir) as string },
    });
    await writeFile(path.join(dataDir, 'PG_VERSION'), '15\n');
    const older = await startEmbeddedPostgres({ dataDir, log: () => {} });
    expect(older).toMatchObject({
      ok: false,
      error: { code: 'foreign-data', message: expect.stringContaining('Postgres 15') as string },
    });
    const blocked = await startEmbeddedPostgres({ dataDir: path.join(dataDir, 'holiday.jpg', 'postgres'), log: () => {} });
    expect(blocked).toMatchObject({ ok: false, error: { code: 'not-writable' } });
  });

  it('says when the port that it must have is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const refused = await startEmbeddedPostgres({ dataDir, log: () => {}, port });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'port-taken', message: expect.stringContaining(String(port)) as string },
    });
    server.close();
  });

  describe('in a process of its own', () => {
    it('outlives a killed parent and is adopted; Ctrl-C in the terminal does not reach it', async () => {
      const launcher = await buildLauncher();
      const child = await runLauncher(launcher, dataDir, {});
      expect(child.started).toMatchObject({ ok: true });
      process.kill(-child.pid, 'SIGINT'); // what a terminal does to the whole process group
      process.kill(child.pid, 'SIGKILL');
      await child.ended;
      const adopted = await start();
      expect(adopted).toMatchObject({ adopted: true, pid: child.started.pid });
    });

    it.runIf(asRoot)('runs for an ordinary user, who gets a clear error where he may not write', async () => {
      dataDir = path.join(folder.path, 'ordinary', 'postgres');
      const launcher = await buildLauncher();
      const ordinary = { uid: 65534, gid: 65534 };
      await mkdir(path.dirname(dataDir));
      const refused = await runLauncher(launcher, dataDir, ordinary);
      expect(refused.started).toMatchObject({
        ok: false,
        code: 'not-writable',
        message: expect.stringContaining('this user may not use it') as string,
      });
      await chmod(path.dirname(dataDir), 0o777);
      const child = await runLauncher(launcher, dataDir, ordinary);
      expect(child.started).toMatchObject({ ok: true });
      expect((await stat(dataDir)).uid).toBe(ordinary.uid);
      child.stop();
      await child.ended;
      expect(processExists(child.started.pid ?? 0)).toBe(false);
      // root goes on with the data as that user
      await start();
      expect((await stat(path.join(dataDir, 'postmaster.pid'))).uid).toBe(ordinary.uid);
    });

    it.runIf(asRoot)('runs below a folder that only root may enter', async () => {
      dataDir = path.join(folder.path, 'hidden', 'postgres');
      await mkdir(path.dirname(dataDir));
      await chmod(path.dirname(dataDir), 0o700);
      const first = await start();
      await ask(first.url, 'create table kept as select 1 as n');
      const second = await start();
      expect(second).toMatchObject({ adopted: true, pid: first.pid });
      await second.stop();
      expect(await ask((await start()).url, 'select n from kept')).toEqual([{ n: 1 }]);
      expect(await realpath(dataDir)).toBe(dataDir);
    });
  });
});
