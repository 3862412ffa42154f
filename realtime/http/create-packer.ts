import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { keepRecent } from '../gateway/keep-recent.ts';

/** Bytes that may go out compressed. */
export type Packable = {
  /** Says what they are, to the last byte. */
  name: string;
  read: () => Promise<Buffer>;
  /** False: `name` may still come to mean something else, so that it isn't kept. */
  isSettled: boolean;
};

/** Gives the bytes as gzip. Undefined: they can't be read, or too many are being packed: send them as they are. */
export type Pack = (packable: Packable) => Promise<Buffer | undefined>;

/** Higher ones take twice the time for some bytes less. */
export const gzipLevel = 6;
/** What an entry takes besides its bytes. */
const entryBytes = 512;
const pack = promisify(gzip);

/**
 * Packs in zlib's threads, never on the event loop, and keeps what was used last: `keptBytes` of it in all. Whoever asks for what is being
 * packed gets the same; `atOnce` different ones are packed at a time.
 */
export function createPacker({ keptBytes, atOnce }: { keptBytes: number; atOnce: number }): Pack {
  const kept = keepRecent<string, Buffer>(keptBytes);
  const underWay = new Map<string, Promise<Buffer | undefined>>();

  async function make({ name, read, isSettled }: Packable): Promise<Buffer | undefined> {
    try {
      const packed = await pack(await read(), { level: gzipLevel });
      if (isSettled) kept.set(name, packed, packed.length + entryBytes);
      return packed;
    } catch {
      return undefined;
    }
  }

  return async (packable) => {
    const { name } = packable;
    const found = kept.get(name) ?? underWay.get(name);
    if (found || underWay.size >= atOnce) return found;
    const making = make(packable).finally(() => underWay.delete(name));
    underWay.set(name, making);
    return making;
  };
}
