import { type ChildProcess, spawn } from 'node:child_process';
import { processExists } from './postmaster-file.ts';
import { openFolder, runTool, toolEnvironment } from './run-tool.ts';
import type { ExitInfo, Log, Place } from './types.ts';

/** For one show on a laptop: about 40 MB, few helper processes, and every commit on disk before it is acknowledged. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 40,
  shared_buffers: '32MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_level: 'minimal',
  max_wal_senders: 0,
  wal_compression: 'on',
  max_wal_size: '256MB',
  checkpoint_timeout: '15min',
  io_method: 'sync',
  max_worker_processes: 2,
  max_logical_replication_workers: 0,
  autovacuum_max_workers: 1,
  jit: 'off',
  huge_pages: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_checkpoints: 'off',
  log_min_messages: 'log',
};

/** A running Postgres, ours or adopted. */
export type Postmaster = { pid: number; ended: Promise<ExitInfo>; askFast(): void; askImmediate(): void; kill(): void };

export type Launch = { postmaster: Postmaster } | { failed: string };

/** Starts Postgres in a session of its own (Ctrl-C in the terminal isn't for it) and waits until it accepts connections, replay after a crash included. */
export function launch(place: Place, port: number, options: { log: Log; timeoutMs: number }): Promise<Launch> {
  const { binaries, runAs } = place;
  const { cwd, argument } = openFolder(place.folder, place.hidden);
  const args = [
    '-D',
    argument,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const child = spawn(binaries.postgres, args, {
    ...runAs,
    cwd,
    env: toolEnvironment,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve) => {
    let said = '';
    let ready = false;
    // Ending it makes `close` tell what it had said until then.
    const timer = setTimeout(() => child.kill('SIGQUIT'), options.timeoutMs);
    hearLines(child, (line) => {
      if (ready) return worthTelling(line) && options.log(line);
      said = `${said}${line}\n`.slice(-8192);
      if (!line.includes('ready to accept connections')) return;
      ready = true;
      clearTimeout(timer);
      resolve({ postmaster: ofChild(child, place) });
    });
    child.once('error', (error) => resolve({ failed: error.message }));
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ failed: said.trim() || `it ended with status ${code}` });
    });
  });
}

/** What a client did wrong is told to that client. */
function worthTelling(line: string): boolean {
  return (
    /PANIC|FATAL|terminated by signal/.test(line) && !/terminating connection|starting up|shutting down|recovery mode/.test(line)
  );
}

/** Keeps reading for as long as Postgres lives: a full pipe would stop it. */
function hearLines(child: ChildProcess, hear: (line: string) => unknown): void {
  let rest = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = (lines.pop() ?? '').slice(-8192);
    lines.forEach(hear);
  });
}

function ofChild(child: ChildProcess, place: Place): Postmaster {
  const pid = child.pid ?? 0;
  const ended = new Promise<ExitInfo>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  return { pid, ended, ...signals(pid, place) };
}

/** One that an earlier run of ours has left. Not our child, so its end is noticed by looking, within 0.2 s. */
export function ofPid(pid: number, place: Place): Postmaster {
  const ended = new Promise<ExitInfo>((resolve) => {
    const timer = setInterval(() => {
      if (processExists(pid)) return;
      clearInterval(timer);
      resolve({ code: null, signal: null });
    }, 200);
    timer.unref();
  });
  return { pid, ended, ...signals(pid, place) };
}

function signals(pid: number, { binaries, folder, runAs }: Place) {
  const send = (signal: NodeJS.Signals, mode: string) => {
    // Windows has no signals: there `kill` would always be the hard way.
    if (process.platform === 'win32' && mode !== 'kill')
      return void runTool(binaries.pgCtl, ['stop', '-D', folder, '-m', mode, '-W'], runAs);
    try {
      process.kill(pid, signal);
    } catch {
      // it has ended meanwhile
    }
  };
  return {
    askFast: () => send('SIGINT', 'fast'),
    askImmediate: () => send('SIGQUIT', 'immediate'),
    kill: () => send('SIGKILL', 'kill'),
  };
}
