import { spawn, type StdioOptions } from 'node:child_process';
import type { RunAs } from './types.ts';

/** Nothing of our own environment: its PG… variables would change what Postgres does. */
export const toolEnvironment: NodeJS.ProcessEnv = { NODE_ENV: 'production', LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };

/** A folder that every user may be in. */
const neutralFolder = process.platform === 'win32' ? undefined : '/';

/**
 * How a program of Postgres gets at its data. A folder below a private one (a root-owned `NODECG_ROOT` under `/root`) can't be named
 * to an unprivileged process, but it can be handed over as its working directory, which root enters before it drops its rights.
 */
export function openFolder(folder: string, hidden: boolean): { cwd: string | undefined; argument: string } {
  return hidden ? { cwd: folder, argument: '/proc/self/cwd' } : { cwd: neutralFolder, argument: folder };
}

export type ToolRun = { status: number | null; errorCode?: string; output: string };

/** Runs one of Postgres' programs to its end; never rejects. `output` is the last 8 KB of what it said; `extraFd` is its descriptor 3. */
export function runTool(
  program: string,
  args: string[],
  options: RunAs & { cwd?: string | undefined; input?: string; extraFd?: number | undefined },
): Promise<ToolRun> {
  const { input, extraFd, cwd = neutralFolder, ...runAs } = options;
  const stdio: StdioOptions = ['pipe', 'pipe', 'pipe', ...(extraFd === undefined ? [] : [extraFd])];
  return new Promise((resolve) => {
    let output = '';
    const take = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-8192));
    const child = spawn(program, args, { ...runAs, cwd, env: toolEnvironment, stdio, windowsHide: true });
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.stdin?.on('error', () => {});
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: null, errorCode: error.code ?? 'unknown', output: error.message }),
    );
    child.once('close', (status) => resolve({ status, output }));
    child.stdin?.end(input);
  });
}
