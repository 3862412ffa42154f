import fs from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished, vi } from 'vitest';
import { describeAssetFiles } from '#ports/asset-files.contract';
import { createFilesystemAssetFiles } from './asset-files.ts';

describeAssetFiles(openFolder);

async function openFolder() {
  const root = await mkdtemp(path.join(os.tmpdir(), 'nodecg-assets-'));
  const files = createFilesystemAssetFiles(root);
  return {
    root,
    files,
    async end() {
      await files.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

it('[A2] asks the disk for few files at a time, of however many the sums are wanted', async () => {
  const { root, files, end } = await openFolder();
  onTestFinished(end);
  const folder = { namespace: 'show', category: 'logos' };
  await mkdir(path.join(root, 'show/logos'), { recursive: true });
  const bases = Array.from({ length: 100 }, (_, index) => `${index}.png`);
  for (const base of bases) await writeFile(path.join(root, 'show/logos', base), 'x');
  const questions = () => process.getActiveResourcesInfo().filter((name) => name === 'FSReqPromise').length;
  const before = questions();
  const sums = bases.map((base) => files.sum(folder, base));
  expect(questions() - before).toBe(4);
  expect(new Set(await Promise.all(sums)).size).toBe(1);
  expect(await sums[99]).toMatch(/^[0-9a-f]{40}$/);
});

it('[A6] leaves nothing of what breaks off while a slow disk still opens its file', async () => {
  const { root, files, end } = await openFolder();
  onTestFinished(end);
  const open = fs.open.bind(fs) as (...args: unknown[]) => void;
  const opened = new Promise<void>((resolve) => {
    vi.spyOn(fs, 'open').mockImplementationOnce((...args: unknown[]) => {
      const answer = args.pop() as (...answer: unknown[]) => void;
      const answered = (...result: unknown[]) => {
        answer(...result);
        resolve();
      };
      setTimeout(() => void open(...args, answered), 50);
    });
  });
  onTestFinished(() => void vi.restoreAllMocks());
  const broken = new Readable({ read: () => undefined });
  const staging = files.stage({ namespace: 'show', category: 'logos' }, broken, 1_000);
  broken.destroy(new Error('gone'));
  expect(await staging).toMatchObject({ ok: false });
  await opened;
  expect(await readdir(path.join(root, 'show/logos'))).toEqual([]);
});
