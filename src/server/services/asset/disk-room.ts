import { Transform, type TransformCallback } from 'node:stream';
import type { AssetFiles } from '#ports/asset-files';

/** What uploads leave of the disk: the database lives there, too. */
export const reservedBytes = 256 * 1024 * 1024;
/** Content of unknown length is promised so much at a time. */
const stepBytes = 64 * 1024 * 1024;

/** `bytes`: what of it hasn't been written yet. */
export type PromisedRoom = { bytes: number; giveBack(): void };

/** The disk's room for uploads. What one of them was promised isn't promised to another. */
export type DiskRoom = {
  /** As much as there is up to `most`; undefined where that is less than `least`. */
  take(wanted: { least: number; most: number }): Promise<PromisedRoom | undefined>;
};

/** See {@link DiskRoom}. Where nobody knows what is free, everything is promised. */
export function createDiskRoom(files: Pick<AssetFiles, 'freeBytes'>): DiskRoom {
  const promises = new Set<PromisedRoom>();
  return {
    async take({ least, most }) {
      const free = await files.freeBytes();
      const promised = [...promises].reduce((sum, { bytes }) => sum + bytes, 0);
      const left = free === undefined ? most : free - reservedBytes - promised;
      if (left < least) return undefined;
      const room: PromisedRoom = { bytes: Math.min(most, left), giveBack: () => void promises.delete(room) };
      promises.add(room);
      return room;
    },
  };
}

/** Content that nobody knew the length of did not fit. */
export class NoRoom extends Error {}

/** Passes content on, out of what was promised for it; else as long as there is room, and breaks with {@link NoRoom} at the rest. */
export function createMeter(room: DiskRoom, promised: PromisedRoom | undefined): Transform {
  let own: PromisedRoom | undefined;
  const pass = async (chunk: Buffer, done: TransformCallback) => {
    if (!promised && (!own || own.bytes < chunk.length)) {
      own?.giveBack();
      own = await room.take({ least: chunk.length, most: Math.max(chunk.length, stepBytes) });
      if (meter.destroyed) return own?.giveBack();
    }
    const held = promised ?? own;
    if (!held) return done(new NoRoom());
    // What is on the disk isn't free any more: counted as promised, too, it would be in others' way twice.
    held.bytes = Math.max(0, held.bytes - chunk.length);
    done(null, chunk);
  };
  const meter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => void pass(chunk, done),
    destroy(error, done) {
      own?.giveBack();
      done(error);
    },
  });
  return meter;
}
