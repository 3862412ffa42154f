import { readFileSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What a running Postgres says about itself in its data folder. */
export type PostmasterFile = { pid: number; port: number; status: string };

/** `postmaster.pid`, or undefined where there is none or Postgres has only begun to write it. */
export async function readPostmasterFile(folder: string): Promise<PostmasterFile | undefined> {
  const lines = (await readFile(pathOfPostmasterFile(folder), 'utf8').catch(() => '')).split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3] ?? 0), status: lines[7] ?? '' } : undefined;
}

export function pathOfPostmasterFile(folder: string): string {
  return path.join(folder, 'postmaster.pid');
}

/** True while the process runs. A zombie (ended, not yet reaped, as under a container's idle init) doesn't. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** Whether the process works in `folder`, as every Postgres of that data folder does; undefined where the system doesn't tell. */
export function worksIn(pid: number, folder: string): boolean | undefined {
  try {
    return process.platform === 'linux' ? readlinkSync(`/proc/${pid}/cwd`) === folder : undefined;
  } catch {
    return undefined;
  }
}

function isZombie(pid: number): boolean {
  try {
    return process.platform === 'linux' && /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
