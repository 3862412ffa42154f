import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real `NODECG_ROOT` in a temporary folder, for tests. */
export type TestFolders = {
  root: string;
  bundlesDir: string;
  cfgDir: string;
  /** Writes a file below the root; objects as JSON. */
  write(path: string, content: string | object): Promise<void>;
  link(target: string, path: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** A bundle whose only content is its manifest (`nodecg` merged in) and the files given. */
  bundle(name: string, nodecg?: object, files?: Record<string, string | object>): Promise<void>;
  destroy(): Promise<void>;
};

export const panelHtml = '<!DOCTYPE html><title>panel</title>';

export async function createTestFolders(): Promise<TestFolders> {
  const root = await mkdtemp(join(tmpdir(), 'ncg bundles %20 '));
  const write = async (path: string, content: string | object): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  };
  return {
    root,
    bundlesDir: join(root, 'bundles'),
    cfgDir: join(root, 'cfg'),
    write,
    link: (target, path) => symlink(target, join(root, path)),
    remove: (path) => rm(join(root, path), { recursive: true }),
    async bundle(name, nodecg = {}, files = {}) {
      await Promise.all(Object.entries(files).map(([path, content]) => write(`bundles/${name}/${path}`, content)));
      await write(`bundles/${name}/package.json`, { name, version: '1.0.0', nodecg: { compatibleRange: '^2.0.0', ...nodecg } });
    },
    destroy: () => rm(root, { recursive: true, force: true }),
  };
}
