import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const projectDir = fileURLToPath(new URL('../../../../', import.meta.url));

/** For tests: compiles a program that starts an embedded Postgres on its first argument, says so in a line of JSON, and stops it at the end of its input. */
export async function buildLauncher(): Promise<string> {
  const outfile = path.join(projectDir, 'node_modules', '.cache', 'nodecg-next', 'test-launcher.mjs');
  const program = `
    import { startEmbeddedPostgres } from './embedded.ts';
    const started = await startEmbeddedPostgres({ dataDir: process.argv[2], log: () => {} });
    console.log(JSON.stringify(started.ok ? { ok: true, pid: started.value.pid } : { ok: false, ...started.error }));
    process.stdin.resume().on('end', () => started.ok && void started.value.stop());`;
  await build({
    stdin: { contents: program, resolveDir: path.join(projectDir, 'src/server/adapters/postgres'), loader: 'ts' },
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}

export type Launched = {
  pid: number;
  started: { ok: boolean; pid?: number; code?: string; message?: string };
  ended: Promise<unknown>;
  stop(): void;
};

/** Runs it as another user, in a process group of its own, until it has said its line. */
export function runLauncher(launcher: string, dataDir: string, user: { uid?: number; gid?: number }): Promise<Launched> {
  const child = spawn(process.execPath, [launcher, dataDir], {
    ...user,
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the launcher ended with status ${code}`)));
    createInterface(child.stdout).once('line', (line) => {
      resolve({ pid: child.pid ?? 0, started: JSON.parse(line) as Launched['started'], ended, stop: () => child.stdin.end() });
    });
  });
}
