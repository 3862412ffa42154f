import { fork } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { TestGatewayOptions } from '../test-gateway.ts';
import type { GatewayReport } from './gateway-process-entry.ts';

const room = import.meta.dirname;
const projectDir = path.resolve(room, '../../..');

export type GatewayProcess = Awaited<ReturnType<typeof startGatewayProcess>>;

/** A gateway in a process of its own, with its real services on memory adapters. */
export async function startGatewayProcess(options: Pick<TestGatewayOptions, 'heartbeat' | 'stalledMs'> = {}) {
  const dir = await realpath(await mkdtemp(path.join(tmpdir(), 'gateway-process-')));
  await symlink(path.join(projectDir, 'node_modules'), path.join(dir, 'node_modules'));
  const file = path.join(dir, 'gateway.mjs');
  await build({
    entryPoints: [path.join(room, 'gateway-process-entry.ts')],
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
  });
  const child = fork(file, [JSON.stringify(options)], { execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-10_000)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const hear = <T>() =>
    new Promise<T>((resolve, reject) => {
      child.once('message', (message) => resolve(message as T));
      void ended.then(() => reject(new Error(`The gateway's process ended.\n${errors}`)));
    });
  const { port } = await hear<{ port: number }>();
  const pid = child.pid ?? 0;

  return {
    port,
    pid,
    url: `http://127.0.0.1:${port}`,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    errors: () => errors,
    /** What the process says about itself, after it has tidied its memory up. */
    report() {
      const answer = hear<GatewayReport>();
      child.send('report');
      return answer;
    },
    /** All of its memory, in bytes. */
    async memory() {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024;
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await rm(dir, { recursive: true });
    },
  };
}
