import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileChange } from '#ports/bundle-files';
import { createFilesystemBundleFiles } from './bundle-files.ts';

const files = createFilesystemBundleFiles();
const run = promisify(execFile);
const tooLate = 'it did not finish within 0.3 s';
let root: string;
beforeEach(async () => void (root = await realpath(await mkdtemp(join(tmpdir(), 'ncg-files-')))));
afterEach(() => rm(root, { recursive: true }));

async function write(name: string, content: string): Promise<string> {
  await writeFile(join(root, name), content);
  return join(root, name);
}

describe('evaluate', () => {
  it.each([
    ['a.js', 'module.exports = { a: 1 }', { a: 1 }],
    ['a.cjs', 'exports.__esModule = true; exports.default = { a: 1 }', { a: 1 }],
    ['a.mjs', 'export const a = 1', { a: 1 }],
    ['a.js', 'export default Promise.resolve({ a: 1 })', { a: 1 }],
  ])('loads %s: %s', async (name, code, value) => {
    expect(await files.evaluate(await write(name, code), 5_000)).toEqual({ ok: true, value });
  });

  it('sees edits, also of what the module loads', async () => {
    const file = await write('a.js', 'module.exports = require("./b.js")');
    await write('b.js', 'module.exports = 1');
    expect(await files.evaluate(file, 5_000)).toEqual({ ok: true, value: 1 });
    await write('b.js', 'module.exports = 2');
    expect(await files.evaluate(file, 5_000)).toEqual({ ok: true, value: 2 });
  });

  it.each([
    ['a throw', '\nthrow new Error("no")', { message: 'no', line: 2 }],
    ['a syntax error', 'module.exports = {\n a: 1,,\n}', { message: "Unexpected token ','", line: 2 }],
    ['an exit', 'process.exit(1)', { message: expect.stringContaining('ended without exporting') as string }],
    [
      'a promise that never settles',
      'module.exports = new Promise(() => {})',
      { message: expect.stringContaining('ended without exporting') as string },
    ],
    ['a promise that keeps waiting', 'setInterval(() => {}, 1e6); module.exports = new Promise(() => {})', { message: tooLate }],
    ['an endless loop', 'for (;;);', { message: tooLate }],
    ['a function', 'module.exports = () => 1', { message: 'it does not export a JSON value' }],
  ])('contains %s', async (_case, code, error) => {
    const timeoutMs = error.message === tooLate ? 300 : 20_000;
    expect(await files.evaluate(await write('a.js', code), timeoutMs)).toMatchObject({ ok: false, error });
  });
});

describe('readGit', () => {
  const git = (...args: string[]) => run('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], { cwd: root });

  it('is undefined without a repository or a commit', async () => {
    expect(await files.readGit(root)).toBeUndefined();
    await git('init', '-q', '-b', 'main');
    expect(await files.readGit(root)).toBeUndefined();
  });

  it('names branch, commit, date and message, also of packed refs, a detached head and a worktree', async () => {
    await git('init', '-q', '-b', 'feature/x');
    await git('commit', '-q', '--allow-empty', '-m', 'the message', '--date', '2024-05-06T07:08:09Z');
    const hash = (await git('rev-parse', 'HEAD')).stdout.trim();
    const known = { branch: 'feature/x', hash, shortHash: hash.slice(0, 7), message: 'the message' };
    expect(await files.readGit(root)).toMatchObject(known);
    await git('pack-refs', '--all');
    expect(await files.readGit(root)).toMatchObject(known);
    await git('worktree', 'add', '-q', '-b', 'tree', join(root, 'tree'));
    expect(await files.readGit(join(root, 'tree'))).toMatchObject({ ...known, branch: 'tree' });
    await git('checkout', '-q', '--detach');
    expect(await files.readGit(root)).toMatchObject({ ...known, branch: `Detached: ${hash}` });
  });
});

describe('watch', () => {
  it('reports what appears in a folder that did not exist, ignores what it is told to, and does not follow links in circles', async () => {
    const changes: FileChange[] = [];
    const dir = join(root, 'bundles');
    const request = { dir, maxDepth: 12, isIgnored: (path: string) => path.includes('node_modules'), onTrouble: () => undefined };
    const stop = await files.watch({ ...request, onChange: (change) => void changes.push(change) });
    await mkdir(join(dir, 'a/node_modules'), { recursive: true });
    await symlink('..', join(dir, 'a/loop'));
    await writeFile(join(dir, 'a/node_modules/x.js'), '');
    await writeFile(join(dir, 'a/package.json'), '{}');
    await expect.poll(() => changes.map(({ path }) => path)).toContain(join(dir, 'a/package.json'));
    await writeFile(join(dir, 'a/package.json'), '{ }');
    await expect.poll(() => changes).toContainEqual({ kind: 'changed', path: join(dir, 'a/package.json'), isFolder: false });
    expect(changes.filter(({ path }) => /node_modules|loop/.test(path))).toEqual([]);
    await stop();
  });

  it('misses nothing that is made in a folder at the moment when it begins to be', async () => {
    const rounds = Array.from({ length: 40 }, async (_, round) => {
      const dir = join(root, String(round), 'bundles');
      await mkdir(join(root, String(round)));
      const seen: string[] = [];
      const request = { dir, maxDepth: 12, isIgnored: () => false, onTrouble: () => undefined };
      const stop = await files.watch({ ...request, onChange: ({ path }) => void seen.push(path) });
      await mkdir(join(dir, 'a'), { recursive: true });
      await writeFile(join(dir, 'a/package.json'), '{}');
      await expect.poll(() => seen).toContain(join(dir, 'a/package.json'));
      await stop();
    });
    await Promise.all(rounds);
  });
});
