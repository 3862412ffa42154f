import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { migrateDeploy } from '#adapters/postgres/migrate';
import { createAuditLog } from '#adapters/postgres/audit-log';
import { createReplicantLog } from '#adapters/postgres/replicant-log';
import { createSavedStates } from '#adapters/postgres/saved-states';
import { createBundleRegistry } from '#adapters/postgres/bundle-registry';
import { failure, success, type Result } from '#contract/result';
import type { AuditLog } from '#ports/audit-log';
import type { BundleRegistry } from '#ports/bundle-registry';
import type { Log } from '#ports/log';
import type { ReplicantLog } from '#ports/replicant-log';
import type { SavedStates } from '#ports/saved-states';

export type OpenedDatabase = {
  registry: BundleRegistry;
  replicantLog: ReplicantLog;
  savedStates: SavedStates;
  auditLog: AuditLog;
  close: () => Promise<void>;
};

/** A database that comes up at the same time as we may take this long. */
const patienceMs = 30_000;

/** Brings the database up to date and opens it. Fails with a message for a person when it can't be reached or brought up to date. */
export async function openDatabase({
  url,
  projectDir,
  log,
  signal,
}: {
  url: string;
  projectDir: string;
  log: Log;
  /** Aborted: nobody waits for the database any more. */
  signal: AbortSignal;
}): Promise<Result<OpenedDatabase, string>> {
  const migrated = await migratePatiently(url, path.join(projectDir, 'prisma', 'migrations'), { log, signal });
  if (!migrated.ok) return migrated;
  if (migrated.value.length > 0) log.info(`The database is up to date (${migrated.value.length} migrations applied).`);
  const registry = createBundleRegistry(url);
  const replicantLog = createReplicantLog({ url });
  const savedStates = createSavedStates(url);
  const auditLog = createAuditLog(url);
  return success({
    registry,
    replicantLog,
    savedStates,
    auditLog,
    close: async () => {
      await Promise.all([replicantLog.close(), registry.close(), savedStates.close(), auditLog.close()]);
    },
  });
}

async function migratePatiently(
  url: string,
  migrationsDir: string,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<Result<string[], string>> {
  const deadline = performance.now() + patienceMs;
  let told = '';
  for (;;) {
    const result = await migrateDeploy(url, migrationsDir);
    if (result.ok) return result;
    if (result.error.code !== 'unreachable' || performance.now() > deadline || signal.aborted)
      return failure(result.error.message);
    const { message } = result.error;
    if (message !== told) log.warn(`${message} Trying again for ${patienceMs / 1000} s.`);
    told = message;
    await delay(1_000, undefined, { signal }).catch(() => undefined);
  }
}
