import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RunAs } from './types.ts';

/** Nobody for an ordinary process. As root: the owner of an existing database folder, else the system's `postgres`, else `nobody`. */
export async function findRunAs(dataDir: string): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return {};
  const existing = await stat(dataDir).catch(() => undefined);
  if (existing && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  const accounts = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  return account ? { uid: Number(account[2]), gid: Number(account[3]) } : undefined;
}

/** True when `runAs` can walk to `folder`: every folder above it lets it through. */
export async function canReach(folder: string, runAs: RunAs): Promise<boolean> {
  if (runAs.uid === undefined) return true;
  for (let above = path.dirname(folder); ; above = path.dirname(above)) {
    const found = await stat(above).catch(() => undefined);
    if (found && !lets(found, runAs)) return false;
    if (above === path.dirname(above)) return true;
  }
}

function lets(folder: { uid: number; gid: number; mode: number }, { uid, gid }: RunAs): boolean {
  const bit = folder.uid === uid ? 0o100 : folder.gid === gid ? 0o010 : 0o001;
  return (folder.mode & bit) !== 0;
}
