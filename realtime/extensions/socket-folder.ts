import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where hosts answer HTTP requests: sockets that only this user's programs can reach. */
export type SocketFolder = {
  /** Makes the folder, once. */
  open(): Promise<void>;
  /** An address that nobody has had before; the folder must be open. */
  newAddress(): string;
  close(): Promise<void>;
};

/** An address of a socket may have 104 characters; some folders for temporary files are long. */
const longestFolder = 70;

export function createSocketFolder(): SocketFolder {
  let folder: Promise<string> | undefined;
  let dir = '';
  let count = 0;
  return {
    async open() {
      if (process.platform === 'win32') return;
      const base = Buffer.byteLength(tmpdir()) > longestFolder ? '/tmp' : tmpdir();
      // mkdtemp makes it for this user alone: 0700.
      dir = await (folder ??= mkdtemp(path.join(base, 'nodecg-next-')));
    },
    newAddress() {
      if (process.platform === 'win32') return `\\\\.\\pipe\\nodecg-next-${randomUUID()}`;
      count += 1;
      return path.join(dir, `${count}.sock`);
    },
    async close() {
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
}
