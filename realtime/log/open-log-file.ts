import { rename, stat } from 'node:fs/promises';
import pino from 'pino';

export type LogFile = { write(line: string): void; flushSync(): void };

const usualBytes = 10 * 1024 * 1024;
/** Beside the one that is written: `nodecg.log.1` is the youngest. */
const kept = 3;

/**
 * A file that is appended to without ever blocking, and that never grows without end: when it is full it becomes `<file>.1`, and what
 * was `.1` becomes `.2`. A file that can't be written is no reason to go off air. `waiting`: characters that wait for a slow disk; more is dropped.
 */
export function openLogFile(path: string, waiting: number, maxBytes = usualBytes): LogFile {
  const destination = pino.destination({ dest: path, append: true, mkdir: true, sync: false, maxLength: waiting });
  let bytes = 0;
  let isTurning = false;
  // What earlier runs wrote counts too: else a server that is often started again would never turn its file.
  stat(path).then(
    ({ size }) => void (bytes += size),
    () => undefined,
  );
  destination.on('error', () => undefined);
  const turn = async (): Promise<void> => {
    isTurning = true;
    for (let number = kept; number > 0; number--) {
      const older = number === 1 ? path : `${path}.${number - 1}`;
      await rename(older, `${path}.${number}`).catch(() => undefined);
    }
    destination.reopen();
    bytes = 0;
    isTurning = false;
  };
  return {
    write(line) {
      destination.write(line);
      bytes += Buffer.byteLength(line);
      if (bytes > maxBytes && !isTurning) void turn();
    },
    flushSync: () => destination.flushSync(),
  };
}
