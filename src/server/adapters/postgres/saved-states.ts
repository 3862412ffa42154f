import type pg from 'pg';
import type { Json } from '#contract/json';
import type { Actor } from '#contract/replicant';
import type { SavedState } from '#contract/saved-state';
import type { SavedStates, SavedValue } from '#ports/saved-states';
import { openPool } from './open-pool.ts';

const columns = `id, name, namespace, actor_kind::text, actor_id, actor_role::text, replicants, bytes::float8, (extract(epoch from at) * 1000)::float8 as at`;
const createSql = `
with state as (
  insert into saved_state (id, name, namespace, actor_kind, actor_id, actor_role, replicants, bytes, at)
  values ($1, $2, $3, $4::actor_kind, $5, $6::user_role, $7, $8, to_timestamp($9::float8 / 1000))
  on conflict (name) do nothing returning id)
insert into saved_state_value (saved_state_id, namespace, name, value)
select state.id, v.namespace, v.name, v.value::json from state, unnest($10::text[], $11::text[], $12::text[]) as v (namespace, name, value)`;
const existsSql = `select 1 from saved_state where id = $1`;

/** Saved states in Postgres; a state and its values are one statement, so all or nothing. */
export function createSavedStates(url: string): SavedStates & { close(): Promise<void> } {
  const pool = openPool({ url, name: 'nodecg-next saved-states', max: 1, answerMs: 30_000 });
  return {
    create: (state, values) => create(pool, state, values),
    async list() {
      const { rows } = await pool.query<StateRow>(`select ${columns} from saved_state order by at desc, id`);
      return rows.map(toState);
    },
    get: (id) => get(pool, id),
    async rename(id, name) {
      try {
        const { rows } = await pool.query<StateRow>(`update saved_state set name = $2 where id = $1 returning ${columns}`, [
          id,
          name,
        ]);
        return rows[0] && toState(rows[0]);
      } catch (error) {
        if ((error as { code?: string }).code === '23505') return 'taken';
        throw error;
      }
    },
    async delete(id) {
      return (await pool.query('delete from saved_state where id = $1', [id])).rowCount === 1;
    },
    close: () => pool.end(),
  };
}

async function create(pool: pg.Pool, state: SavedState, values: SavedValue[]): Promise<boolean> {
  const { id, name, namespace, actor, replicants, bytes, at } = state;
  await pool.query(createSql, [
    ...[id, name, namespace, actor.kind, actor.id, actor.role, replicants, bytes, at],
    values.map(({ key }) => key.namespace),
    values.map(({ key }) => key.name),
    values.map(({ value }) => JSON.stringify(value)),
  ]);
  return (await pool.query(existsSql, [id])).rowCount === 1;
}

async function get(pool: pg.Pool, id: string): Promise<{ state: SavedState; values: SavedValue[] } | undefined> {
  const found = await pool.query<StateRow>(`select ${columns} from saved_state where id = $1`, [id]);
  if (!found.rows[0]) return undefined;
  const { rows } = await pool.query<ValueRow>(
    `select namespace, name, value::text from saved_state_value where saved_state_id = $1 order by namespace, name`,
    [id],
  );
  const values = rows.map(({ namespace, name, value }) => ({ key: { namespace, name }, value: JSON.parse(value) as Json }));
  return { state: toState(found.rows[0]), values };
}

type ValueRow = { namespace: string; name: string; value: string };
type StateRow = Pick<SavedState, 'id' | 'name' | 'namespace' | 'replicants' | 'bytes' | 'at'> & {
  actor_kind: Actor['kind'];
  actor_id: string;
  actor_role: Actor['role'];
};

function toState({ actor_kind: kind, actor_id: id, actor_role: role, ...row }: StateRow): SavedState {
  return {
    id: row.id,
    name: row.name,
    namespace: row.namespace,
    at: row.at,
    actor: { kind, id, role },
    replicants: row.replicants,
    bytes: row.bytes,
  };
}
