import { isStorageFault, type Checkpoint, type LogAppend, type ReplicantLog } from '#ports/replicant-log';
import type { Unstored } from './unstored.ts';

export type Refused = { unstored: Unstored; reason: string };

/** Repeated once as a whole before anything is blamed: a connection that broke looks the same at first. */
const triesBeforeBlame = 2;

/**
 * Stores a batch. Resolves with the replicants whose content the log refuses although it answers: they are found by halving, so that
 * one of them never holds up the others. Rejects when the log doesn't answer or takes nothing; the same batch may then be repeated.
 */
export async function writeBatch(log: ReplicantLog, batch: Unstored[]): Promise<Refused[]> {
  for (const { key, deleted } of batch) if (deleted) await log.delete(key);
  for (let tries = 1; ; tries++) {
    const reason = await tryWrite(log, batch);
    if (reason === undefined) return [];
    if (tries >= triesBeforeBlame) return findRefused(log, batch, reason);
  }
}

async function findRefused(log: ReplicantLog, batch: Unstored[], reason: string): Promise<Refused[]> {
  const [first] = batch;
  if (first && batch.length === 1) return [{ unstored: first, reason }];
  const half = Math.ceil(batch.length / 2);
  const refused: Refused[] = [];
  for (const part of [batch.slice(0, half), batch.slice(half)]) {
    const partReason = await tryWrite(log, part);
    if (partReason !== undefined) refused.push(...(await findRefused(log, part, partReason)));
  }
  return refused;
}

/** Undefined: stored. A text: why the log, which answers, doesn't take it. Rejects when it doesn't answer or takes nothing at all. */
async function tryWrite(log: ReplicantLog, batch: Unstored[]): Promise<string | undefined> {
  try {
    await log.write({ entries: batch.flatMap(toEntries), checkpoints: batch.flatMap(toCheckpoint) });
    return undefined;
  } catch (error) {
    if (isStorageFault(error)) throw error;
    await log.ping();
    return error instanceof Error ? error.message : String(error);
  }
}

function toEntries({ key, rows }: Unstored): LogAppend[] {
  return rows.map(({ entry }) => ({ key, entry }));
}

function toCheckpoint({ key, snapshot, checkpoint }: Unstored): Checkpoint[] {
  return checkpoint && snapshot ? [{ key, snapshot }] : [];
}
