import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { failure, success, type Result } from '#contract/result';
import type { Log } from '#ports/log';
import type { Config } from '#server/config/config';
import { childEnvironment } from '#server/config/process-environment';
import type { NextChildMessage, NextChildOptions } from './next-child.ts';
import { killGroup } from './kill-group.ts';
import { readOutput } from './read-output.ts';
import type { Child } from './supervise.ts';

export type RunningNext = { port: number; pid: number };
export type NextOptions = {
  config: Config;
  /** The gateway's own loopback address, for the internal API. */
  internalUrl: string;
  secret: string;
  nextAuthSecret: string;
  log: Log;
  /** Aborted: it isn't wanted any more, also while it starts. */
  signal: AbortSignal;
};

const startWithinMs = 60_000;
const stopWithinMs = 3_000;

/** Starts Next in a process of its own, listening on a free loopback port. It never outlives this process. */
export async function startNext(options: NextOptions): Promise<Result<Child<RunningNext>, string>> {
  const child = spawnNext(options);
  const giveUp = () => killGroup(child);
  options.signal.addEventListener('abort', giveUp);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`it could not be started: ${error.message}.`));
    child.once('exit', (code, signal) =>
      resolve(signal ? `it was ended by ${signal}.` : code === null ? 'it ended.' : `it ended with status ${code}.`),
    );
  });
  const port = await Promise.race([listeningPort(child), exited]);
  // From now on it is stopped in order.
  options.signal.removeEventListener('abort', giveUp);
  if (typeof port === 'string' || child.pid === undefined) {
    killGroup(child);
    return failure(typeof port === 'string' ? port : 'it could not be started.');
  }
  return success({ value: { port, pid: child.pid }, exited, stop: () => stop(child, exited) });
}

function spawnNext({ config, internalUrl, secret, nextAuthSecret, log }: NextOptions): ChildProcess {
  const argument: NextChildOptions = { dir: config.projectDir, dev: config.dev };
  const child = fork(path.join(config.projectDir, 'dist', 'realtime', 'next-child.mjs'), [JSON.stringify(argument)], {
    cwd: config.projectDir,
    execArgv: config.dev ? [] : ['--max-old-space-size=256'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C reaches only us, and what Next starts can be ended with it.
    detached: process.platform !== 'win32',
    env: childEnvironment({
      NODE_ENV: config.dev ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      INTERNAL_URL: internalUrl,
      REALTIME_SECRET: secret,
      NEXTAUTH_SECRET: nextAuthSecret,
      // The front door has checked and written what they say of the address.
      AUTH_TRUST_HOST: '1',
      ...(config.nextAuthUrl === undefined ? {} : { NEXTAUTH_URL: config.nextAuthUrl }),
    }),
  });
  readOutput(child.stdout, (line) => log.debug(`web: ${line}`));
  readOutput(child.stderr, (line) => log.warn(`web: ${line}`));
  return child;
}

/** The port, or why there is none. */
function listeningPort(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(`it was not ready within ${startWithinMs / 1000} s.`), startWithinMs);
    child.on('message', (message: NextChildMessage) => {
      clearTimeout(timer);
      resolve(message.type === 'listening' ? message.port : message.reason);
    });
    child.once('exit', () => clearTimeout(timer));
  });
}

async function stop(child: ChildProcess, exited: Promise<string>): Promise<void> {
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => killGroup(child), stopWithinMs);
  await exited;
  clearTimeout(timer);
  killGroup(child);
}
