import { failure } from '#contract/result';
import { describeProblems } from '#server/config/env';
import { readServerConfig } from '#runtime/read-server-config';
import { readArguments, readConfig } from '#server/config/process-environment';
import { createLog, type ServerLog } from './log.ts';
import type { ServerParts } from './server-parts.ts';
import { createServerParts, startServer } from './start-server.ts';
import { killChildren, stopServer } from './stop-server.ts';

/* The only process entry: configuration → server → signals → drain. */

const drainMs = 9_500;
const hurriedMs = 1_500;
/** So many bugs within a minute mean that nothing here can be trusted any more. */
const faultsPerMinute = 30;

async function main(): Promise<void> {
  const environment = readConfig();
  if (!environment.ok) return refuse(describeProblems(environment.error));
  const configured = await readServerConfig(environment.value, readArguments());
  if (!configured.ok) return refuse(configured.error);
  const { config, warnings } = configured.value;
  const log = createLog({ isTerminal: process.stdout.isTTY, ...config });
  for (const warning of warnings) log.warn(warning);
  const parts = createServerParts(config, log);
  process.on('exit', () => killChildren(parts));
  watchFaults(parts, log);
  const starting = startServer(parts).catch((error: unknown) =>
    failure(`The server could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  );
  onSignals(parts, { log, starting });
  const started = await starting;
  if (started.ok || parts.end.signal.aborted) return;
  await stopServer(parts);
  log.flush();
  refuse(started.error);
}

function refuse(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Drains at the first signal; a second one shortens what is left of it. */
function onSignals(parts: ServerParts, { log, starting }: { log: ServerLog; starting: Promise<unknown> }): void {
  let deadline: NodeJS.Timeout | undefined;
  let isHurried = false;
  const giveUpIn = (ms: number) => {
    clearTimeout(deadline);
    deadline = setTimeout(() => {
      log.error('Not everything ended in time; the rest is killed.');
      log.flush();
      process.exit(1);
    }, ms);
  };
  const drain = async () => {
    parts.end.abort();
    // What is just being started must be there before it can be stopped.
    await Promise.race([starting, new Promise((resolve) => setTimeout(resolve, drainMs / 2))]);
    await stopServer(parts);
    log.info('Stopped.');
    log.flush();
    process.exit(0);
  };
  const stop = (reason: string) => {
    if (isHurried) return;
    isHurried = deadline !== undefined;
    if (isHurried) return giveUpIn(hurriedMs);
    giveUpIn(drainMs);
    log.info(`${reason}: stopping. Graphics keep what they show.`);
    void drain();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  // Only `npm run dev` starts us with a channel to it.
  process.on('disconnect', () => stop('The parent process is gone'));
}

/** A bug must not take graphics off air: it is written down and the server goes on, unless bugs come without end. */
function watchFaults(parts: ServerParts, log: ServerLog): void {
  let faults = 0;
  setInterval(() => (faults = 0), 60_000).unref();
  const onFault = (kind: string) => (error: unknown) => {
    log.error(`${kind}. The server goes on; please report this.`, {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    faults += 1;
    if (faults <= faultsPerMinute || parts.end.signal.aborted) return;
    log.error('There are too many faults to go on. A supervisor should start the server again.');
    log.flush();
    process.exit(1);
  };
  process.on('uncaughtException', onFault('An error was not caught'));
  process.on('unhandledRejection', onFault('A rejection was not handled'));
}

await main();
