import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { BundleGit } from '#contract/bundle';

const run = promisify(execFile);
const commandTimeoutMs = 5_000;

/** See `BundleFiles.readGit`. Branch and hash come from files; date and message need the `git` command and are left out without it. */
export async function readGit(dir: string, known?: BundleGit): Promise<BundleGit | undefined> {
  const gitDir = await findGitDir(dir);
  const head = gitDir && (await readHead(gitDir));
  if (!gitDir || !head) return undefined;
  if (known?.hash === head.hash && known.date !== undefined) return { ...known, branch: head.branch };
  return { ...head, shortHash: head.hash.slice(0, 7), ...(await readCommit(gitDir, head.hash)) };
}

async function findGitDir(dir: string): Promise<string | undefined> {
  const path = join(dir, '.git');
  const stats = await stat(path).catch(() => undefined);
  if (!stats) return undefined;
  if (stats.isDirectory()) return path;
  // A worktree or submodule: the file says where the repository is.
  const target = /^gitdir: (.+)$/m.exec(await readText(path))?.[1];
  return target === undefined ? undefined : resolve(dir, target.trim());
}

async function readHead(gitDir: string): Promise<{ branch: string; hash: string } | undefined> {
  const head = (await readText(join(gitDir, 'HEAD'))).trim();
  if (/^[0-9a-f]{40,64}$/.test(head)) return { branch: `Detached: ${head}`, hash: head };
  const ref = /^ref: (.+)$/.exec(head)?.[1];
  if (ref === undefined) return undefined;
  const hash = await readRef(gitDir, ref);
  return hash === undefined ? undefined : { branch: ref.replace(/^refs\/heads\//, ''), hash };
}

async function readRef(gitDir: string, ref: string): Promise<string | undefined> {
  const commonDir = resolve(gitDir, (await readText(join(gitDir, 'commondir'))).trim() || '.');
  const loose = (await readText(join(commonDir, ref))).trim();
  if (loose) return loose;
  const packed = await readText(join(commonDir, 'packed-refs'));
  const line = packed.split('\n').find((text) => text.endsWith(` ${ref}`));
  return line?.split(' ')[0];
}

async function readCommit(gitDir: string, hash: string): Promise<{ date?: string; message?: string }> {
  try {
    // An explicit --git-dir also works where another user owns the folder.
    const { stdout } = await run('git', ['--git-dir', gitDir, 'log', '-1', '--format=%cI%n%B', hash], {
      timeout: commandTimeoutMs,
    });
    const [date = '', ...message] = stdout.split('\n');
    return { date: new Date(date).toISOString(), message: message.join('\n').trim() };
  } catch {
    return {};
  }
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
