import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import { createMemoryReplicantStore } from '#adapters/memory/replicant-store';
import { findOtherWriter } from '#adapters/postgres/find-other-writer';
import type { ReplicantKey } from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';
import type { Log } from '#ports/log';
import type { Config } from '#server/config/config';
import { createReplicantService, type ReplicantService } from '#services/replicant/index';
import { openDatabase } from './open-database.ts';
import { startEmbeddedDatabase } from './start-embedded-database.ts';

export type StoredReplicants = {
  /** A service of its own on the stored replicants: nobody follows it, schemas and defaults don't count. Close it before the next one is opened. */
  open(): ReplicantService;
  keys(): Promise<ReplicantKey[]>;
  close(): Promise<void>;
};

type Options = { config: Pick<Config, 'dataDir' | 'databaseUrl' | 'projectDir'>; log: Log; signal: AbortSignal };

/** True where a database may hold something already. */
export async function mayHoldReplicants({ dataDir, databaseUrl }: Options['config']): Promise<boolean> {
  if (databaseUrl !== undefined) return true;
  return stat(path.join(dataDir, 'postgres')).then(
    () => true,
    () => false,
  );
}

/**
 * The stored replicants without a server. The data folder must be this process's. Fails with a message for a person when the database
 * can't be reached, or when a server elsewhere writes to it.
 */
export async function openStoredReplicants({ config, log, signal }: Options): Promise<Result<StoredReplicants, string>> {
  const reached = await reach(config, log);
  if (!reached.ok) return reached;
  const { url, stop } = reached.value;
  const database = await openDatabase({ url, projectDir: config.projectDir, log, signal });
  if (!database.ok) {
    await stop();
    return database;
  }
  const { replicantLog, close } = database.value;
  const open = () =>
    createReplicantService({
      store: createMemoryReplicantStore(),
      log: replicantLog,
      bus: createMemoryEventBus({ onError: (error) => log.error(String(error)) }),
      definitions: { find: () => Promise.resolve(undefined) },
      epoch: randomUUID(),
      now: Date.now,
      report: (problem) => log.warn(problem),
    });
  return success({
    open,
    keys: () => replicantLog.list(),
    close: async () => {
      await close();
      await stop();
    },
  });
}

async function reach(
  { dataDir, databaseUrl }: Options['config'],
  log: Log,
): Promise<Result<{ url: string; stop: () => Promise<void> }, string>> {
  if (databaseUrl !== undefined) {
    const other = await findOtherWriter(databaseUrl).catch(() => undefined);
    if (other !== undefined)
      return failure(
        `A NodeCG Next server (from ${other}) uses the database of DATABASE_URL. Stop that server and run this again: two writers would lose changes.`,
      );
    return success({ url: databaseUrl, stop: () => Promise.resolve() });
  }
  const started = await startEmbeddedDatabase({ dataDir, log });
  return started.ok ? success({ url: started.value.value.url, stop: started.value.stop }) : started;
}
