import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describeAssetFiles } from '#ports/asset-files.contract';
import { createFilesystemAssetFiles } from './asset-files.ts';

describeAssetFiles(async () => {
  const root = await mkdtemp(path.join(os.tmpdir(), 'nodecg-assets-'));
  const files = createFilesystemAssetFiles(root);
  return {
    files,
    async end() {
      await files.close();
      await rm(root, { recursive: true, force: true });
    },
  };
});
