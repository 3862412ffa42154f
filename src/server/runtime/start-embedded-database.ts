import path from 'node:path';
import { startEmbeddedPostgres } from '#adapters/postgres/embedded';
import { failure, success, type Result } from '#contract/result';
import type { Log } from '#ports/log';

export type EmbeddedDatabase = {
  /** Holds the password: never to be logged. */
  url: string;
  pid: number;
  port: number;
};
export type RunningDatabase = { value: EmbeddedDatabase; exited: Promise<string>; stop: () => Promise<void> };

/** Starts the Postgres of this data folder, or adopts the one that a killed server left. `port`: where it was before, so that its address stays. */
export async function startEmbeddedDatabase({
  dataDir,
  log,
  port,
}: {
  dataDir: string;
  log: Log;
  port?: number;
}): Promise<Result<RunningDatabase, string>> {
  const started = await startEmbeddedPostgres({
    dataDir: path.join(dataDir, 'postgres'),
    log: (line) => log.warn(`Postgres: ${line}`),
    ...(port === undefined ? {} : { port }),
  });
  if (!started.ok) return failure(started.error.message);
  const { url, pid, port: actualPort, adopted, stop, onExit } = started.value;
  if (adopted) log.info('Took over the database that the last run left behind.');
  let tellStopped: () => void;
  const stopped = new Promise<void>((resolve) => {
    tellStopped = resolve;
  });
  const exited = new Promise<string>((resolve) => {
    onExit(({ code, signal }) =>
      resolve(signal ? `it was ended by ${signal}.` : code === null ? 'it ended.' : `it ended with status ${code}.`),
    );
    void stopped.then(() => resolve('it was stopped.'));
  });
  return success({
    value: { url, pid, port: actualPort },
    exited,
    stop: async () => {
      await stop();
      tellStopped();
    },
  });
}
