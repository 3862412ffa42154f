import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { failure, success } from '#contract/result';
import { adopt } from './embedded/adopt.ts';
import { findBinaries } from './embedded/binaries.ts';
import { ensureCluster } from './embedded/cluster.ts';
import { placeDataFolder } from './embedded/data-folder.ts';
import { findFreePort, isPortFree } from './embedded/free-port.ts';
import { launch, ofPid, type Postmaster } from './embedded/postmaster.ts';
import {
  pathOfPostmasterFile,
  type PostmasterFile,
  processExists,
  readPostmasterFile,
  worksIn,
} from './embedded/postmaster-file.ts';
import { findRunAs } from './embedded/run-as.ts';
import type { EmbeddedError, EmbeddedResult, ExitInfo, Log, Place } from './embedded/types.ts';

export type { EmbeddedError, EmbeddedErrorCode } from './embedded/types.ts';

export type EmbeddedOptions = {
  /** The database's folder; made if need be. Its password is kept beside it, in `<dataDir>.password`. */
  dataDir: string;
  /** What an operator should know of Postgres' troubles and of this launcher's decisions, a line each. */
  log: Log;
  /** Listen here, so that the address stays what it was: for starting again after {@link EmbeddedPostgres.onExit}. Default: any free port. */
  port?: number;
  /** How long it may take until it accepts connections, recovery after a crash included. Default 60 s. */
  timeoutMs?: number;
};

export type EmbeddedPostgres = {
  /** Holds the password: never to be logged. */
  url: string;
  pid: number;
  port: number;
  /** True when an earlier run had left it running. */
  adopted: boolean;
  /** Called once if it ends without {@link stop}; start it again with the same `port`. */
  onExit(handler: (info: ExitInfo) => void): () => void;
  /** Ends it in order (fast shutdown), the hard way when that takes over 5 s. Resolves when it is gone; safe to call again. */
  stop(): Promise<void>;
};

/**
 * Starts the Postgres that npm brought, on 127.0.0.1, or adopts the one that an earlier run of ours left running on this folder.
 * Resolves when it accepts connections. It outlives us if we are killed, and Ctrl-C in the terminal doesn't reach it.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedResult<EmbeddedPostgres>> {
  const dataDir = path.resolve(options.dataDir);
  const runAs = await findRunAs(dataDir);
  if (!runAs)
    return failure({
      code: 'unsupported',
      message:
        'Postgres refuses to run as root, and this system has neither a user `postgres` nor `nobody`. Run the server as an ordinary user, or set DATABASE_URL.',
    });
  const binaries = await findBinaries(runAs, options.log);
  if (!binaries.ok) return binaries;
  const placed = await placeDataFolder(dataDir, runAs);
  if (!placed.ok) return placed;
  const place: Place = { ...placed.value, passwordFile: `${dataDir}.password`, binaries: binaries.value, runAs };
  const password = await ensureCluster(place);
  if (!password.ok) return password;
  return run(place, password.value, options);
}

/** Tries until it runs: a dying predecessor, a twin that starts at the same time and a port lost in a race all pass. */
async function run(place: Place, password: string, options: EmbeddedOptions): Promise<EmbeddedResult<EmbeddedPostgres>> {
  const timeoutMs = options.timeoutMs ?? 60_000;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await readPostmasterFile(place.folder);
    const attempt =
      found && processExists(found.pid)
        ? await takeOver(found, place, password)
        : await startNew(place, password, { ...options, timeoutMs });
    if (attempt.state === 'running') return success(attempt.postgres);
    if (attempt.state === 'failed') return failure(attempt.error);
    if (performance.now() > deadline) return failure(gaveUp(place.folder, attempt.reason));
    await delay(50);
  }
}

type Attempt =
  | { state: 'running'; postgres: EmbeddedPostgres }
  | { state: 'failed'; error: EmbeddedError }
  | { state: 'again'; reason: string };

async function takeOver(found: PostmasterFile, place: Place, password: string): Promise<Attempt> {
  const works = worksIn(found.pid, place.folder);
  if (works === false) {
    await rm(pathOfPostmasterFile(place.folder), { force: true }); // left by a crash; the number belongs to another program now
    return { state: 'again', reason: 'a stale postmaster.pid' };
  }
  const url = urlOf(found.port, password);
  const adoption = await adopt(url, place.folder, works === true);
  if (adoption.state === 'later') return { state: 'again', reason: adoption.reason };
  if (adoption.state === 'refused') return { state: 'failed', error: gaveUp(place.folder, adoption.reason, found.pid) };
  return { state: 'running', postgres: handle(ofPid(found.pid, place), { url, port: found.port, adopted: true }) };
}

/** What passes by itself: backends of a killed predecessor, a twin, another program that was faster at the port. */
const passing = /already exists|still in use|could not bind|could not create any TCP/;

async function startNew(place: Place, password: string, options: EmbeddedOptions & { timeoutMs: number }): Promise<Attempt> {
  if (options.port !== undefined && !(await isPortFree(options.port))) {
    return {
      state: 'failed',
      error: {
        code: 'port-taken',
        message: `Another program listens on the database's port ${options.port}. Restart the server to choose another port.`,
      },
    };
  }
  const port = options.port ?? (await findFreePort());
  const launched = await launch(place, port, options);
  if ('postmaster' in launched)
    return { state: 'running', postgres: handle(launched.postmaster, { url: urlOf(port, password), port, adopted: false }) };
  if (passing.test(launched.failed)) return { state: 'again', reason: launched.failed };
  return {
    state: 'failed',
    error: { code: 'start-failed', message: `Postgres did not start on ${place.folder}: ${launched.failed}` },
  };
}

function urlOf(port: number, password: string): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
}

function gaveUp(folder: string, reason: string, pid?: number): EmbeddedError {
  const which = pid === undefined ? 'it' : `process ${pid}`;
  return {
    code: 'start-failed',
    message: `Postgres on ${folder} can't be used: ${reason}. If another server uses that folder, stop it; else stop ${which}, delete postmaster.pid there and start again.`,
  };
}

const fastMs = 5000;
const immediateMs = 2000;

function handle(postmaster: Postmaster, facts: { url: string; port: number; adopted: boolean }): EmbeddedPostgres {
  const handlers = new Set<(info: ExitInfo) => void>();
  let stopping: Promise<void> | undefined;
  void postmaster.ended.then((info) => {
    if (!stopping) for (const handler of handlers) handler(info);
  });
  return {
    ...facts,
    pid: postmaster.pid,
    onExit(handler) {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
    stop: () => (stopping ??= end(postmaster)),
  };
}

async function end(postmaster: Postmaster): Promise<void> {
  postmaster.askFast();
  if (await endsWithin(postmaster, fastMs)) return;
  postmaster.askImmediate();
  if (await endsWithin(postmaster, immediateMs)) return;
  postmaster.kill();
  await postmaster.ended;
}

async function endsWithin(postmaster: Postmaster, ms: number): Promise<boolean> {
  const waiting = new AbortController();
  const ended = postmaster.ended.then(() => true);
  const inTime = await Promise.race([ended, delay(ms, false, { signal: waiting.signal }).catch(() => false)]);
  waiting.abort();
  return inTime;
}
