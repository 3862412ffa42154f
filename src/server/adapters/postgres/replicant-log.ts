import type pg from 'pg';
import type { Json } from '#contract/json';
import { limits } from '#contract/limits';
import type { Operation } from '#contract/operations';
import { keyOf, type Actor, type HistoryCause, type HistoryEntry, type ReplicantKey } from '#contract/replicant';
import { storageFault, type Checkpoint, type LogAppend, type ReplicantLog, type StoredReplicant } from '#ports/replicant-log';
import { deleteSql, fenceSql, historySql, listSql, loadSql, pruneSql, writeSql } from './replicant-log-sql.ts';
import { openPool } from './open-pool.ts';

export type ReplicantLogOptions = {
  url: string;
  /**
   * True (default): this process alone writes replicants to that database. Connections that a killed run left behind are ended before
   * the first read: none of its transactions, never acknowledged to anyone, lands on top of what this run has read. False: several gateways share it.
   */
  soleWriter?: boolean;
};

export const applicationName = 'nodecg-next replicant-log';
const pingMs = 3000;

/**
 * The log in Postgres. Where two entries of a key start from the same state, which only several gateways that own the same key at once
 * can bring about, the one stored later holds.
 */
export function createReplicantLog({ url, soleWriter = true }: ReplicantLogOptions): ReplicantLog & { close(): Promise<void> } {
  const pool = openPool({
    ...{ url, name: applicationName, max: 3, answerMs: 30_000, keepAlive: true },
    idleTimeoutMillis: 0, // a first write after a pause must not wait for a sign-in
  });
  let fenced: Promise<void> | undefined;
  const retryLater = (error: unknown) => {
    fenced = undefined;
    throw error;
  };
  const query = async <R extends pg.QueryResultRow>(config: pg.QueryConfig): Promise<R[]> => {
    if (soleWriter) await (fenced ??= fence(pool).catch(retryLater));
    return (await pool.query<R>(config)).rows;
  };
  return {
    write: (batch) => write(query, batch).catch(explain),
    load: async (keys) =>
      toStored(
        keys,
        await query<LogRow>({
          name: 'replicant-load',
          text: loadSql,
          values: [keys.map((key) => key.namespace), keys.map((key) => key.name), limits.idempotencyMs],
        }),
      ),
    list: (namespace) => query<ReplicantKey>({ text: listSql, values: [namespace ?? null] }),
    async history(key, { limit, before }) {
      return (await query<EntryRow>({ text: historySql, values: [key.namespace, key.name, before ?? null, limit] })).map(toEntry);
    },
    async prune({ days, rows }) {
      const result = await pool.query({ text: pruneSql, values: [days, rows, limits.idempotencyMs] });
      return result.rowCount ?? 0;
    },
    delete: async (key) => void (await query({ text: deleteSql, values: [key.namespace, key.name] })),
    ping: async () => void (await query({ text: 'select 1', query_timeout: pingMs } as pg.QueryConfig)),
    close: () => pool.end(),
  };
}

/** SQLSTATE classes that blame the server, not what it was given: 25 read-only, 53 out of room, 57P an operator's doing, 58 its system. */
const serverFaults = /^(?:25|53|57P|58)/;

function explain(error: unknown): never {
  const { code = '', message } = error as Error & { code?: string };
  if (code === '53100') throw storageFault('the disk of the database is full');
  throw serverFaults.test(code) ? storageFault(message) : error;
}

type Query = <R extends pg.QueryResultRow>(config: pg.QueryConfig) => Promise<R[]>;

async function fence(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ done: boolean | null }>(fenceSql, [applicationName]);
  if (rows[0]?.done === false) throw new Error('a database connection of an earlier run does not end');
}

async function write(query: Query, batch: { entries: LogAppend[]; checkpoints: Checkpoint[] }): Promise<void> {
  const places = new Map<string, number>();
  const keys: ReplicantKey[] = [];
  for (const { key } of [...batch.entries, ...batch.checkpoints]) {
    if (places.has(keyOf(key))) continue;
    places.set(keyOf(key), keys.push(key));
  }
  if (keys.length === 0) return;
  const placeOf = (key: ReplicantKey) => places.get(keyOf(key));
  const values = [
    keys.map((key) => key.namespace),
    keys.map((key) => key.name),
    ...checkpointColumns(batch.checkpoints, placeOf),
    ...entryColumns(batch.entries, placeOf),
  ];
  for (let tries = 0; tries < 5; tries++) {
    const [row] = await query<{ owners: number }>({ name: 'replicant-write', text: writeSql, values });
    if (row?.owners === keys.length) return;
  }
  throw new Error('replicants were made and deleted by another process all the time; the changes are not stored');
}

type PlaceOf = (key: ReplicantKey) => number | undefined;

function checkpointColumns(checkpoints: Checkpoint[], placeOf: PlaceOf): unknown[][] {
  const newest = new Map<number | undefined, Checkpoint>();
  for (const checkpoint of checkpoints) {
    const place = placeOf(checkpoint.key);
    const other = newest.get(place);
    if (!other || other.snapshot.revision <= checkpoint.snapshot.revision) newest.set(place, checkpoint);
  }
  const list = [...newest.values()];
  return [
    [...newest.keys()],
    list.map(({ snapshot }) => snapshot.revision),
    list.map(({ snapshot }) => snapshot.stamp),
    list.map(({ snapshot }) => (snapshot.value === undefined ? null : JSON.stringify(snapshot.value))),
  ];
}

function entryColumns(entries: LogAppend[], placeOf: PlaceOf): unknown[][] {
  return [
    entries.map(({ key }) => placeOf(key)),
    entries.map(({ entry }) => entry.fromRevision),
    entries.map(({ entry }) => entry.revision),
    entries.map(({ entry }) => entry.stamp),
    entries.map(({ entry }) => JSON.stringify(entry.operations)),
    entries.map(({ entry }) => entry.actor.kind),
    entries.map(({ entry }) => entry.actor.id),
    entries.map(({ entry }) => entry.actor.role),
    entries.map(({ entry }) => entry.at),
    entries.map(({ entry }) => (entry.inverse ? JSON.stringify(entry.inverse) : null)),
    entries.map(({ entry }) => (entry.cause ? JSON.stringify(entry.cause) : null)),
    entries.map(({ entry }) => JSON.stringify(entry.idempotencyKeys ?? [])),
  ];
}

type EntryRow = {
  from_revision: number;
  revision: number;
  stamp: string;
  body: string;
  actor_kind: Actor['kind'];
  actor_id: string;
  actor_role: Actor['role'];
  at: number;
  inverse: string | null;
  cause: string | null;
  keys: string[] | null;
};
type CheckpointRow = { k: number; place: '0'; revision: number; stamp: string; body: string | null };
/** `is_old`: only its idempotency keys matter. */
type LogRow = CheckpointRow | (EntryRow & { k: number; place: string; is_old: boolean });

function isCheckpoint(row: LogRow): row is CheckpointRow {
  return row.place === '0';
}

function toStored(keys: ReplicantKey[], rows: LogRow[]): Map<string, StoredReplicant> {
  const stored = new Map<string, StoredReplicant>();
  for (const row of rows) {
    const key = keys[row.k - 1];
    if (!key) continue;
    if (!isCheckpoint(row)) {
      const found = stored.get(keyOf(key));
      if (found && row.keys?.length)
        (found.idempotency ??= []).push(...row.keys.map((made) => ({ key: made, ...positionOf(row) })));
      if (!row.is_old) append(found?.entries ?? [], toEntry(row));
      continue;
    }
    const { revision, stamp, body } = row;
    const value = body === null ? undefined : (JSON.parse(body) as Json);
    stored.set(keyOf(key), { checkpoint: stamp === '' ? undefined : { value, revision, stamp }, entries: [] });
  }
  return stored;
}

function positionOf({ revision, stamp, at }: EntryRow): { revision: number; stamp: string; at: number } {
  return { revision, stamp, at };
}

/** An entry that starts before the end of the chain takes the place of what it didn't know. */
function append(chain: HistoryEntry[], entry: HistoryEntry): void {
  while ((chain.at(-1)?.revision ?? entry.fromRevision) > entry.fromRevision) chain.pop();
  chain.push(entry);
}

function toEntry(row: EntryRow): HistoryEntry {
  return {
    fromRevision: row.from_revision,
    revision: row.revision,
    stamp: row.stamp,
    operations: JSON.parse(row.body) as Operation[],
    ...(row.inverse === null ? {} : { inverse: JSON.parse(row.inverse) as Operation[] }),
    ...(row.cause === null ? {} : { cause: JSON.parse(row.cause) as HistoryCause }),
    ...(row.keys?.length ? { idempotencyKeys: row.keys } : {}),
    actor: { kind: row.actor_kind, id: row.actor_id, role: row.actor_role },
    at: row.at,
  };
}
