import { readdir, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';

/** The process that has this file open, as far as this system tells (Linux, for this user's processes); NodeCG keeps its database open. */
export async function findHolder(file: string): Promise<number | undefined> {
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined) return undefined;
  const pids = (await readdir('/proc').catch((): string[] => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (Number(pid) !== process.pid && (await hasOpen(pid, real))) return Number(pid);
  }
  return undefined;
}

async function hasOpen(pid: string, file: string): Promise<boolean> {
  const folder = path.join('/proc', pid, 'fd');
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) if ((await readlink(path.join(folder, name)).catch(() => '')) === file) return true;
  return false;
}
