import { killGroup } from './children/kill-group.ts';
import type { ServerParts } from './server-parts.ts';

/** How long storing what is left may take when the database doesn't answer. */
const storeMs = 3_000;
/** How long answers that are under way may take. */
const answerMs = 1_000;

/**
 * Takes a server down in order: nobody new gets in, extensions end, clients are cut off (graphics keep what they show and come
 * back), everything is stored, then Next and the database end. Each step has a bound of its own, together below 10 s.
 */
export async function stopServer(parts: ServerParts): Promise<void> {
  const { log, runtime } = parts;
  parts.end.abort();
  parts.tellDiscovered();
  const closed = parts.door?.close(answerMs);
  const webStopped = parts.web?.stop();
  await step(log, 'ending the extensions', runtime?.stopBundles());
  parts.endSockets?.();
  parts.gateway?.close();
  await step(log, 'closing connections', closed);
  await step(log, 'storing the replicants', runtime?.close(storeMs));
  parts.webProxy?.close();
  await step(log, 'ending the dashboard', webStopped);
  parts.internalDoor?.close();
  await step(log, 'ending the database', parts.database?.stop());
  await step(log, 'removing runtime.json', parts.runtimeFile?.remove());
  await step(log, 'leaving Redis', parts.redis?.close());
  parts.vitals.stop();
  await step(log, 'giving back the data folder', parts.releaseFolder?.());
}

/** The last resort: no child may outlive this process. Postgres is left alone, since killing it could cost data; the next start adopts it. */
export function killChildren({ web, runtime }: ServerParts): void {
  killGroup({ pid: web?.current()?.pid });
  for (const pid of Object.values(runtime?.hosts.pids() ?? {})) killGroup({ pid });
}

async function step(log: ServerParts['log'], doing: string, work: Promise<unknown> | undefined): Promise<void> {
  try {
    await work;
  } catch (error) {
    log.error(`A problem while ${doing}.`, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
