import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { failure, success } from '#contract/result';
import { notWritable } from './data-folder.ts';
import { keepPassword, type Password } from './password.ts';
import { processExists, readPostmasterFile } from './postmaster-file.ts';
import { openFolder, runTool } from './run-tool.ts';
import type { EmbeddedResult, Place, RunAs } from './types.ts';

/** The package's major version; it reads no other's data folders. */
const majorVersion = '18';

type ErrnoError = NodeJS.ErrnoException;

/** Makes the database unless it is there; resolves with its password. A crash half-way leaves nothing that the next start takes for a database. */
export async function ensureCluster(place: Place): Promise<EmbeddedResult<string>> {
  const { folder } = place;
  try {
    const present: string[] = await readdir(folder).catch((error: ErrnoError) =>
      error.code === 'ENOENT' ? [] : Promise.reject(error),
    );
    if (present.length > 0 && !present.includes('PG_VERSION')) {
      return failure({
        code: 'foreign-data',
        message: `${folder} is not empty and is no database. Move its files away, or choose another NODECG_ROOT.`,
      });
    }
    await removeAbandoned(path.dirname(folder), newPrefix(folder));
    const password = await keepPassword(place.passwordFile);
    if (present.length === 0) {
      const made = await makeCluster(place);
      if (!made.ok) return made;
    }
    const version = (await readFile(path.join(folder, 'PG_VERSION'), 'utf8')).trim();
    if (version !== majorVersion) return failure(otherVersion(folder, version));
    return password.isNew && present.length > 0 ? await resetPassword(place, password) : success(password.value);
  } catch (error) {
    return failure(notWritable(folder, error));
  }
}

function otherVersion(folder: string, version: string) {
  const message = `${folder} was made by Postgres ${version}; this is ${majorVersion}. Dump it with Postgres ${version}'s pg_dump and restore it, or move the folder away to start empty.`;
  return { code: 'foreign-data' as const, message };
}

async function makeCluster({ folder, hidden, passwordFile, binaries, runAs }: Place): Promise<EmbeddedResult<null>> {
  const fresh = path.join(path.dirname(folder), `${newPrefix(folder)}${process.pid}-${randomBytes(4).toString('hex')}`);
  inWork.add(fresh);
  const password = await handOver(passwordFile, `${fresh}.password`, runAs);
  try {
    await mkdir(fresh, { mode: 0o700 });
    if (runAs.uid !== undefined) await chown(fresh, runAs.uid, runAs.gid ?? runAs.uid);
    const { cwd, argument } = openFolder(fresh, hidden);
    const args = [
      '-D',
      argument,
      '-U',
      'postgres',
      '--auth=scram-sha-256',
      `--pwfile=${password.path}`,
      '--encoding=UTF8',
      '--no-locale',
      '--no-instructions',
    ];
    const ran = await runTool(binaries.initdb, args, { ...runAs, cwd, extraFd: password.fd });
    if (ran.status !== 0)
      return failure({
        code: 'start-failed',
        message: `The database in ${folder} could not be made: ${ran.output.trim() || ran.errorCode}`,
      });
    await moveInto(fresh, folder);
    return success(null);
  } finally {
    await password.close();
    await rm(fresh, { recursive: true, force: true });
    inWork.delete(fresh);
  }
}

type HandedOver = { path: string; fd?: number; close(): Promise<void> };

/** initdb reads the password as another user, who may read neither our file nor the folder that it is in: it gets an open, already deleted copy. */
async function handOver(file: string, copy: string, runAs: RunAs): Promise<HandedOver> {
  if (runAs.uid === undefined) return { path: file, close: () => Promise.resolve() };
  await writeFile(copy, await readFile(file), { mode: 0o600 });
  const opened = await open(copy);
  await opened.chown(runAs.uid, runAs.gid ?? runAs.uid);
  await rm(copy);
  return { path: '/dev/fd/3', fd: opened.fd, close: () => opened.close() };
}

async function moveInto(fresh: string, folder: string): Promise<void> {
  await rmdir(folder).catch(() => {}); // Windows doesn't rename onto an empty folder
  try {
    await rename(fresh, folder);
  } catch (error) {
    const code = (error as ErrnoError).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error; // else a twin was faster, with the same password
  }
  await syncFolder(path.dirname(folder));
}

/** The new name itself must survive a power cut: commits in there will be acknowledged. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

/** Our file with the password was lost: Postgres' single-user mode sets a new one. */
async function resetPassword(
  { folder, hidden, passwordFile, binaries, runAs }: Place,
  password: Password,
): Promise<EmbeddedResult<string>> {
  const running = await readPostmasterFile(folder);
  if (running && processExists(running.pid)) {
    await rm(passwordFile, { force: true });
    return failure({
      code: 'start-failed',
      message: `${passwordFile} is missing, and Postgres runs on ${folder}. Stop process ${running.pid} and start again.`,
    });
  }
  const { cwd, argument } = openFolder(folder, hidden);
  const input = `alter user postgres password '${password.value}'\n`;
  const ran = await runTool(binaries.postgres, ['--single', '-D', argument, 'postgres'], { ...runAs, cwd, input });
  if (ran.status === 0 && !/ERROR|FATAL/.test(ran.output)) return success(password.value);
  await rm(passwordFile, { force: true });
  return failure({
    code: 'start-failed',
    message: `${passwordFile} is missing, and a new password could not be set: ${ran.output.trim().replaceAll(password.value, '…')}`,
  });
}

function newPrefix(folder: string): string {
  return `${path.basename(folder)}.new-`;
}

/** Folders that this process is making a database in. */
const inWork = new Set<string>();

/** Leftovers of starts that were killed half-way; a live twin's folder stays. */
async function removeAbandoned(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const maker = Number(/^\d+/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '')?.[0]);
    const folder = path.join(parent, name.replace(/\.password$/, ''));
    const inUse = maker === process.pid ? inWork.has(folder) : processExists(maker);
    // Its initdb may still be at it: what stays is taken by the next start.
    if (maker > 0 && !inUse) await rm(path.join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
}
