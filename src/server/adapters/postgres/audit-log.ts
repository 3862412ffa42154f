import type pg from 'pg';
import type { AuditAction, AuditEntry, AuditFilter, AuditRecord, AuditResult, ChainHead } from '#contract/audit';
import type { Json } from '#contract/json';
import type { AuditLog } from '#ports/audit-log';
import { openPool } from './open-pool.ts';

/** Any number, the same for every writer to this database. */
const lockId = 7_061_417_001;

const columns = `seq::float8, round(extract(epoch from at) * 1000)::float8 as at, actor_kind, actor_id, actor_role, action, target,
  before::text, after::text, address, user_agent, result, reason, count, prev_hash, hash`;
const lastSql = 'select seq::float8, hash from audit_entry order by seq desc limit 1';
const insertSql = `
insert into audit_entry (seq, at, actor_kind, actor_id, actor_role, action, target, before, after, address, user_agent, result, reason, count, prev_hash, hash)
select e.seq, to_timestamp(e.at / 1000), e.actor_kind, e.actor_id, e.actor_role, e.action, e.target, e.before::json, e.after::json,
  e.address, e.user_agent, e.result, e.reason, e.count, e.prev_hash, e.hash
from unnest($1::bigint[], $2::float8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
  $11::text[], $12::text[], $13::text[], $14::int[], $15::text[], $16::text[])
  as e (seq, at, actor_kind, actor_id, actor_role, action, target, before, after, address, user_agent, result, reason, count, prev_hash, hash)`;

/** The audit log in Postgres. Appends take their turn by an advisory lock, on connections of their own: no search holds them up. */
export function createAuditLog(url: string): AuditLog & { close(): Promise<void> } {
  const writers = openPool({ url, name: 'nodecg-next audit', max: 1, answerMs: 10_000 });
  const pool = openPool({ url, name: 'nodecg-next audit search', max: 2, answerMs: 10_000 });
  return {
    append: (lookAt, make) => append(writers, lookAt, make),
    async list(filter) {
      const { where, values } = conditionsOf(filter);
      const { rows } = await pool.query<Row>(
        `select ${columns} from audit_entry ${where} order by seq desc limit ${filter.limit}`,
        values,
      );
      return rows.map(toEntry);
    },
    async page(seq, limit) {
      const { rows } = await pool.query<Row>(`select ${columns} from audit_entry where seq > $1 order by seq limit $2`, [
        seq,
        limit,
      ]);
      return rows.map(toEntry);
    },
    last: async () => (await writers.query<ChainHead>(lastSql)).rows[0],
    close: async () => void (await Promise.all([writers.end(), pool.end()])),
  };
}

async function append(pool: pg.Pool, lookAt: number | undefined, make: Parameters<AuditLog['append']>[1]): Promise<void> {
  const client = await pool.connect();
  let isUsable = false;
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [lockId]);
    const { rows } = await client.query<ChainHead>(lastSql);
    const looked =
      lookAt === undefined
        ? undefined
        : await client.query<{ hash: string }>('select hash from audit_entry where seq = $1', [lookAt]);
    const entries = make({ last: rows[0], hashAt: looked?.rows[0]?.hash });
    if (entries.length > 0) await client.query(insertSql, valuesOf(entries));
    await client.query('commit');
    isUsable = true;
  } finally {
    // Closing it takes back what was begun.
    client.release(!isUsable);
  }
}

function valuesOf(entries: AuditEntry[]): unknown[] {
  const text = (value: Json | undefined) => (value === undefined ? null : JSON.stringify(value));
  const of = <T>(pick: (entry: AuditEntry) => T) => entries.map(pick);
  return [
    of(({ seq }) => seq),
    of(({ at }) => at),
    of(({ actor }) => actor.kind),
    of(({ actor }) => actor.id),
    of(({ actor }) => actor.role ?? null),
    of(({ action }) => action),
    of(({ target }) => target),
    of(({ before }) => text(before)),
    of(({ after }) => text(after)),
    of(({ origin }) => origin.address),
    of(({ origin }) => origin.userAgent),
    of(({ result }) => result),
    of(({ reason }) => reason ?? null),
    of(({ count }) => count ?? null),
    of(({ prevHash }) => prevHash),
    of(({ hash }) => hash),
  ];
}

function conditionsOf({ text, actorId, action, result, from, to, before }: AuditFilter): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const add = (value: unknown, condition: (place: string) => string) => {
    if (value === undefined || value === '') return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  const fields = ['actor_id', 'target', 'action', 'address', `coalesce(reason, '')`];
  add(text && `%${escapeLike(text)}%`, (place) => `(${fields.map((field) => `${field} ilike ${place}`).join(' or ')})`);
  add(actorId, (place) => `actor_id = ${place}`);
  if (action?.endsWith('.')) add(`${escapeLike(action)}%`, (place) => `action like ${place}`);
  else add(action, (place) => `action = ${place}`);
  add(result, (place) => `result = ${place}`);
  add(from, (place) => `at >= to_timestamp(${place}::float8 / 1000)`);
  add(to, (place) => `at <= to_timestamp(${place}::float8 / 1000)`);
  add(before, (place) => `seq < ${place}`);
  return { where: conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`, values };
}

/** Postgres can't look for a NUL, and none is stored. */
function escapeLike(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').replace(/[\\%_]/g, (sign) => `\\${sign}`);
}

type Row = ChainHead & {
  at: number;
  actor_kind: AuditRecord['actor']['kind'];
  actor_id: string;
  actor_role: string | null;
  action: AuditAction;
  target: string;
  before: string | null;
  after: string | null;
  address: string;
  user_agent: string;
  result: AuditResult;
  reason: string | null;
  count: number | null;
  prev_hash: string;
};

function toEntry(row: Row): AuditEntry {
  const { seq, at, action, target, before, after, result, reason, count, hash } = row;
  return {
    seq,
    at,
    actor: { kind: row.actor_kind, id: row.actor_id, ...(row.actor_role === null ? {} : { role: row.actor_role }) },
    action,
    target,
    ...(before === null ? {} : { before: JSON.parse(before) as Json }),
    ...(after === null ? {} : { after: JSON.parse(after) as Json }),
    origin: { address: row.address, userAgent: row.user_agent },
    result,
    ...(reason === null ? {} : { reason }),
    ...(count === null ? {} : { count }),
    prevHash: row.prev_hash,
    hash,
  };
}
