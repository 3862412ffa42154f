import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { createFilesystemAssetFiles } from '#adapters/filesystem/asset-files';
import { serverActor } from '#contract/replicant';
import { reservedBytes } from './disk-room.ts';
import { createAssetService } from './index.ts';

const folder = { namespace: 'show', category: 'logos' };
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A service on a real folder, whose disk has `room` bytes for files. */
async function openService(room: number) {
  const root = await mkdtemp(path.join(tmpdir(), 'nodecg-uploads-'));
  const disk = { room };
  const service = createAssetService({
    files: { ...createFilesystemAssetFiles(root), freeBytes: () => Promise.resolve(reservedBytes + disk.room) },
    bundles: () => [{ name: 'show', assetCategories: [{ name: 'logos', title: 'Logos' }], soundCues: [] }],
    publish: () => Promise.resolve(),
    log,
    maxFileBytes: 1_000,
  });
  onTestFinished(async () => {
    await service.close();
    await rm(root, { recursive: true, force: true });
  });
  return {
    disk,
    upload: (bytes?: number) => service.upload(folder, serverActor, bytes),
    open: async (bytes?: number) => {
      const upload = await service.upload(folder, serverActor, bytes);
      if (!upload.ok) throw new Error(upload.error.message);
      return upload.value;
    },
    left: () => readdir(path.join(root, 'show/logos')),
  };
}

const contentOf = (bytes: number) => Readable.from([Buffer.alloc(bytes)]);
const noSpace = { ok: false, error: { code: 'no-space' } };

it('[A6] promises the same room of the disk to one upload only, until that one ends', async () => {
  const { open, upload } = await openService(100);
  const first = await open(60);
  expect(await upload(60)).toMatchObject(noSpace);
  const second = await open(40);
  expect(await upload(1)).toMatchObject(noSpace);
  await first.discard();
  await first.discard();
  expect(await upload(61)).toMatchObject(noSpace);
  expect(await second.add('b.png', contentOf(40))).toEqual({ ok: true, value: null });
  expect(await second.finish()).toEqual({ ok: true, value: null });
  expect(await upload(100)).toMatchObject({ ok: true });
});

it('[A6] what has arrived of an upload is not in others’ way twice', async () => {
  const { open, upload, disk } = await openService(100);
  const first = await open(60);
  expect(await first.add('a.png', contentOf(60))).toMatchObject({ ok: true });
  disk.room = 40;
  expect(await upload(41)).toMatchObject(noSpace);
  expect(await upload(40)).toMatchObject({ ok: true });
});

it('[A6] an upload of unknown length stops where the room ends, and leaves nothing', async () => {
  const { open, left } = await openService(100);
  const known = await open(50);
  const tooLong = await open();
  expect(await tooLong.add('a.png', contentOf(51))).toMatchObject(noSpace);
  await tooLong.discard();
  expect(await left()).toEqual([]);
  const unknown = await open();
  for (const base of ['b.png', 'c.png']) expect(await unknown.add(base, contentOf(50))).toMatchObject({ ok: true });
  await known.discard();
  expect(await unknown.finish()).toMatchObject({ ok: true });
  expect(await left()).toEqual(['b.png', 'c.png']);
});

it('[A6] uploads of one service take no places of another', async () => {
  const [one, other] = [await openService(100), await openService(100)];
  for (let count = 0; count < 32; count += 1) await one.open(1);
  expect(await one.upload(1)).toMatchObject({ ok: false, error: { code: 'busy' } });
  expect(await other.upload(1)).toMatchObject({ ok: true });
});
