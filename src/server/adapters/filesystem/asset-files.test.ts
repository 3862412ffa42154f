import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
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
