import path from 'node:path';
import { createAuditAnchor } from '#adapters/filesystem/audit-anchor';
import { createAuditLog } from '#adapters/postgres/audit-log';
import { startEmbeddedPostgres } from '#adapters/postgres/embedded';
import { processExists, readPostmasterFile } from '#adapters/postgres/embedded/postmaster-file';
import { failure, success, type Result } from '#contract/result';
import type { AuditAnchor } from '#ports/audit-anchor';
import type { AuditLog } from '#ports/audit-log';
import type { Log } from '#ports/log';
import type { Config } from '#server/config/config';

export type StoredAudit = {
  log: Pick<AuditLog, 'page' | 'list'>;
  anchor: AuditAnchor;
  close(): Promise<void>;
};
type Options = { config: Pick<Config, 'dataDir' | 'databaseUrl'>; report: Pick<Log, 'info'>; isServerRunning: boolean };

/**
 * The stored audit log, for reading, beside a server or without one. Without one the data folder must be this process's, and a database
 * that this starts ends with `close`. Fails with a message for a person.
 */
export async function openStoredAudit({ config, report, isServerRunning }: Options): Promise<Result<StoredAudit, string>> {
  const reached = config.databaseUrl === undefined ? await reachEmbedded(config.dataDir, { report, isServerRunning }) : undefined;
  if (reached?.ok === false) return reached;
  const url = config.databaseUrl ?? reached?.value.url ?? '';
  const log = createAuditLog(url);
  return success({
    log: { list: (filter) => orNothing(log.list(filter)), page: (seq, limit) => orNothing(log.page(seq, limit)) },
    anchor: createAuditAnchor(config.dataDir),
    close: async () => {
      await log.close();
      await reached?.value.stop();
    },
  });
}

async function reachEmbedded(
  dataDir: string,
  { report, isServerRunning }: Omit<Options, 'config'>,
): Promise<Result<{ url: string; stop: () => Promise<void> }, string>> {
  const folder = path.join(dataDir, 'postgres');
  const running = await readPostmasterFile(folder);
  if (isServerRunning && !(running && processExists(running.pid)))
    return failure('The server runs, but its database doesn’t. Wait until it is back, or stop the server, and run this again.');
  if (!isServerRunning) report.info('Opening the database …');
  const started = await startEmbeddedPostgres({ dataDir: folder, log: report.info });
  if (!started.ok) return failure(started.error.message);
  const { url, adopted, stop } = started.value;
  return success({ url, stop: adopted ? () => Promise.resolve() : stop });
}

/** A log whose table isn't there has no entries: whether there should be some, the anchor says. */
async function orNothing<T>(work: Promise<T[]>): Promise<T[]> {
  try {
    return await work;
  } catch (error) {
    if ((error as { code?: string }).code === '42P01') return [];
    throw error;
  }
}
