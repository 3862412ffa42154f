import { statfs } from 'node:fs/promises';
import type { HealthSigns } from '#contract/health';

export type Disk = HealthSigns['disk'];

export type DiskWatch = {
  current(): Disk;
  stop(): void;
};

const MiB = 1024 * 1024;
/** Time to make room: a busy show writes about this much in an hour. */
const lowBytes = 1024 * MiB;
/** Postgres needs whole files of 16 MiB. */
const fullBytes = 64 * MiB;

/** Follows how much room is left where `folder` lies; tells when it becomes scarce, gone, and enough again. */
export function watchDisk(folder: string, onChange: (disk: Disk) => void, everyMs = 10_000): DiskWatch {
  let disk: Disk = { state: 'unknown' };
  let isAsking = false;
  const look = async () => {
    // A network drive may hang: then one question waits, not hundreds.
    if (isAsking) return;
    isAsking = true;
    const before = disk.state;
    disk = await readDisk(folder);
    isAsking = false;
    if (disk.state !== before && !(before === 'unknown' && disk.state === 'ok')) onChange(disk);
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  void look();
  return { current: () => disk, stop: () => clearInterval(timer) };
}

async function readDisk(folder: string): Promise<Disk> {
  try {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    return { free, state: free < fullBytes ? 'full' : free < lowBytes ? 'low' : 'ok' };
  } catch {
    return { state: 'unknown' };
  }
}
