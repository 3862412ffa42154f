import { link, mkdir, open, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { failure, success, type Result } from '#contract/result';
import type { Config } from '#server/config/config';

type Folders = Pick<Config, 'root' | 'bundlesDir' | 'cfgDir' | 'dataDir'>;

/**
 * Makes the folders that are missing and takes the data folder for this process alone. The lock of a process that is gone is taken
 * over. Fails with a message for a person that ends with `advice`; on success returns the way to give the folder back.
 */
export async function openDataFolder(
  folders: Folders,
  advice = 'or set NODECG_ROOT to another folder',
): Promise<Result<() => Promise<void>, string>> {
  const made = await makeFolders(folders, advice);
  if (!made.ok) return made;
  const lock = path.join(folders.dataDir, 'server.lock');
  const mine = JSON.stringify({ pid: process.pid, startedAt: (await statOf(process.pid))?.startedAt });
  for (let tries = 0; tries < 10; tries++) {
    if (await createWhole(lock, mine)) return success(() => giveBack(lock, mine));
    const found = await readFile(lock, 'utf8').catch(() => undefined);
    if (found === undefined) continue;
    const owner = await liveOwner(found);
    if (owner !== undefined)
      return failure(
        `Another NodeCG Next server (process ${owner}) uses the data folder ${folders.dataDir}. Stop that one, ${advice}.`,
      );
    await removeStale(lock, found);
  }
  return failure(`The lock ${lock} can't be taken: several servers are starting on this folder. Start one of them.`);
}

/** A secret of the data folder, made once and readable by this user only: what web and gateway share, and what signs sessions. */
export async function readOrMakeSecret(dataDir: string, name: 'realtime-secret' | 'nextauth-secret'): Promise<string> {
  const file = path.join(dataDir, name);
  const known = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (known !== '') return known;
  const secret = randomBytes(32).toString('base64url');
  await writeFile(`${file}.new`, `${secret}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secret;
}

async function makeFolders({ root, bundlesDir, cfgDir, dataDir }: Folders, advice: string): Promise<Result<null, string>> {
  for (const folder of [root, bundlesDir, cfgDir, dataDir]) {
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      return failure(describe(folder, error, advice));
    }
  }
  const probe = path.join(dataDir, `.writable-${process.pid}`);
  try {
    await (await open(probe, 'w')).close();
    await rm(probe);
    return success(null);
  } catch (error) {
    return failure(describe(dataDir, error, advice));
  }
}

function describe(folder: string, error: unknown, advice: string): string {
  const { code = 'unknown', message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `The folder ${folder} is not writable for this user. Give this user the right to write there, ${advice}.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${folder} can't be a folder, because a file is in its place. Move that file away, ${advice}.`;
    case 'ENOSPC':
      return `The disk that holds ${folder} is full. Free some space, ${advice}.`;
    default:
      return `The folder ${folder} can't be used: ${message}. Correct that, ${advice}.`;
  }
}

/** With its content from the first moment on, or not at all. */
async function createWhole(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, content);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // A disk without hard links: the lock is empty for a moment, which only a twin started in the same instant could see.
    return await writeFile(file, content, { flag: 'wx' }).then(
      () => true,
      () => false,
    );
  } finally {
    await unlink(draft);
  }
}

/** The pid of the process that wrote the lock, while that very process lives. */
async function liveOwner(lock: string): Promise<number | undefined> {
  const { pid, startedAt } = parseLock(lock);
  if (pid === undefined || pid === process.pid || !isAlive(pid)) return undefined;
  const stat = await statOf(pid);
  // Ended, and only not yet waited for by its parent: in a container the init may never do so.
  if (stat?.state === 'Z' || stat?.state === 'X') return undefined;
  // The system gives numbers out again: another program may have this one by now.
  return startedAt !== undefined && stat !== undefined && stat.startedAt !== startedAt ? undefined : pid;
}

function parseLock(text: string): { pid?: number; startedAt?: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number') return {};
    return {
      pid: value.pid,
      ...('startedAt' in value && typeof value.startedAt === 'string' ? { startedAt: value.startedAt } : {}),
    };
  } catch {
    return {};
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** `startedAt` in the system's own unit; undefined where there is no /proc. */
async function statOf(pid: number): Promise<{ state: string | undefined; startedAt: string | undefined } | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The program's name stands in brackets and may contain anything.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields && { state: fields[0], startedAt: fields[19] };
}

/** Another server may be doing the same: moving is atomic, and what was moved by mistake is put back. */
async function removeStale(lock: string, stale: string): Promise<void> {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    await rename(lock, aside);
    if ((await readFile(aside, 'utf8')) !== stale) await link(aside, lock);
    await unlink(aside);
  } catch {
    // The other one was faster.
  }
}

async function giveBack(lock: string, mine: string): Promise<void> {
  const found = await readFile(lock, 'utf8').catch(() => undefined);
  if (found === mine) await rm(lock, { force: true });
}
