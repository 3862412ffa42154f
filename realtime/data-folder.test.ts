import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataFolder, readOrMakeSecret } from './data-folder.ts';

describe('data folder', () => {
  let root: string;
  const foldersIn = (at: string) => ({
    root: at,
    bundlesDir: path.join(at, 'bundles'),
    cfgDir: path.join(at, 'cfg'),
    dataDir: path.join(at, 'data'),
  });
  const lockOf = (pid: number) => writeFile(path.join(root, 'data', 'server.lock'), JSON.stringify({ pid }));

  async function open() {
    const result = await openDataFolder(foldersIn(root));
    if (!result.ok) throw new Error(result.error);
    return result.value;
  }

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'data-folder-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('makes the folders, and leaves nothing but them when it gives the lock back', async () => {
    const release = await open();
    expect((await readdir(root)).sort()).toEqual(['bundles', 'cfg', 'data']);
    expect(await readdir(path.join(root, 'data'))).toEqual(['server.lock']);
    await release();
    expect(await readdir(path.join(root, 'data'))).toEqual([]);
  });

  it('refuses a folder that a living process uses, and names the process', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(other, 'spawn');
    await (
      await open()
    )();
    await lockOf(other.pid ?? 0);
    const result = await openDataFolder(foldersIn(root));
    expect(result).toEqual({
      ok: false,
      error: expect.stringMatching(new RegExp(`process ${other.pid}.*Stop that one, or set NODECG_ROOT`)) as string,
    });
    other.kill('SIGKILL');
    await once(other, 'exit');
    await (
      await open()
    )();
  });

  it.each([
    ['is empty', ''],
    ['is damaged', '{"pid":'],
    ['names a number that another program has by now', JSON.stringify({ pid: 1, startedAt: 'another time' })],
    ['names this process, from an earlier container', JSON.stringify({ pid: process.pid })],
  ])('takes over a lock that %s', async (_, content) => {
    await (
      await open()
    )();
    await writeFile(path.join(root, 'data', 'server.lock'), content);
    await (
      await open()
    )();
  });

  it.skipIf(process.platform !== 'linux')('takes over the lock of a process that ended and was not waited for', async () => {
    await (
      await open()
    )();
    // The shell becomes a program that never asks what became of its child.
    const parent = spawn('/bin/sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    await expect.poll(() => readFile(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
    await lockOf(pid);
    await (
      await open()
    )();
    parent.kill('SIGKILL');
    await once(parent, 'exit');
  });

  it('says when a file is in a folder’s place', async () => {
    await writeFile(path.join(root, 'data'), '');
    expect(await openDataFolder(foldersIn(root))).toMatchObject({
      ok: false,
      error: expect.stringContaining('a file is in its place') as string,
    });
  });

  it('[E368] ends with the advice that its caller gives', async () => {
    await writeFile(path.join(root, 'data'), '');
    const result = await openDataFolder(foldersIn(root), 'and run this again');
    expect(result).toMatchObject({ error: expect.stringMatching(/Move that file away, and run this again\.$/) as string });
  });

  it('makes the secret once, for this user only', async () => {
    const release = await open();
    const secret = await readOrMakeSecret(path.join(root, 'data'), 'realtime-secret');
    expect(secret.length).toBeGreaterThan(30);
    expect(await readOrMakeSecret(path.join(root, 'data'), 'realtime-secret')).toBe(secret);
    expect((await stat(path.join(root, 'data', 'realtime-secret'))).mode & 0o777).toBe(0o600);
    await release();
  });
});
