/**
 * One statement, so one round trip and one transaction: makes the replicants that are new (with their checkpoint), moves the checkpoints of
 * the others, appends the entries. `k` is a key's place in $1/$2, counted from 1. `owners` is less than the number of keys when another process made one of them
 * meanwhile: then its entries were not appended, and the statement has to be repeated.
 */
export const writeSql = `
with key as (select namespace, name, k from unnest($1::text[], $2::text[]) with ordinality as t (namespace, name, k)),
checkpoint as (select k, revision, stamp, value::json as value from unnest($3::int[], $4::bigint[], $5::text[], $6::text[]) as t (k, revision, stamp, value)),
known as (select r.id, key.k from key join replicant r using (namespace, name)),
added as (
  insert into replicant (namespace, name, revision, stamp, value)
  select namespace, name, coalesce(revision, 0), coalesce(stamp, ''), value from key left join checkpoint using (k)
  where not exists (select from known where known.k = key.k)
  on conflict do nothing returning id, namespace, name),
owner as (select id, k from known union all select added.id, key.k from added join key using (namespace, name)),
moved as (
  update replicant r set revision = c.revision, stamp = c.stamp, value = c.value, updated_at = now()
  from checkpoint c join known using (k)
  where r.id = known.id and (c.revision > r.revision or r.stamp = '')),
appended as (
  insert into replicant_history (replicant_id, from_revision, revision, stamp, operations, actor_kind, actor_id, actor_role, at, inverse, cause, idempotency_keys)
  select owner.id, from_revision, revision, stamp, operations::json, actor_kind::actor_kind, actor_id, actor_role::user_role, to_timestamp(at / 1000),
    inverse::json, cause::json, coalesce((select array_agg(made) from json_array_elements_text(keys::json) as made), '{}')
  from unnest($7::int[], $8::bigint[], $9::bigint[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::float8[], $16::text[], $17::text[], $18::text[])
    with ordinality as t (k, from_revision, revision, stamp, operations, actor_kind, actor_id, actor_role, at, inverse, cause, keys, place)
  join owner using (k) order by place
  on conflict (replicant_id, revision, stamp) do nothing)
select count(*)::int as owners from owner`;

/**
 * For each key its checkpoint (`place` 0, `body` the value) and then, in the order of storing, the entries after it (`body` the operations). Text: SQL's
 * null is no value, JSON's is. Entries before it come along, without their operations, where they have idempotency keys younger than $3 milliseconds.
 */
export const loadSql = `
with key as (select namespace, name, k from unnest($1::text[], $2::text[]) with ordinality as t (namespace, name, k)),
found as (select key.k, r.id, r.revision, r.stamp, r.value from key join replicant r using (namespace, name))
select k::int, 0::bigint as place, 0::float8 as from_revision, revision::float8, stamp, value::text as body, null as actor_kind, null as actor_id, null as actor_role, 0::float8 as at,
  null as inverse, null as cause, null::text[] as keys, false as is_old
from found
union all
select k::int, h.id, h.from_revision::float8, h.revision::float8, h.stamp, h.operations::text, h.actor_kind::text, h.actor_id, h.actor_role::text, (extract(epoch from h.at) * 1000)::float8,
  h.inverse::text, h.cause::text, h.idempotency_keys, false
from found join replicant_history h on h.replicant_id = found.id and h.revision > found.revision
union all
select k::int, h.id, h.from_revision::float8, h.revision::float8, h.stamp, null, null, null, null, (extract(epoch from h.at) * 1000)::float8, null, null, h.idempotency_keys, true
from found join replicant_history h on h.replicant_id = found.id and h.revision <= found.revision and h.at > now() - make_interval(secs => $3 / 1000) and h.idempotency_keys <> '{}'
order by 1, 2`;

export const listSql = `select namespace, name from replicant where $1::text is null or namespace = $1 order by namespace, name`;

export const historySql = `
select h.from_revision::float8, h.revision::float8, h.stamp, h.operations::text as body, h.actor_kind::text, h.actor_id, h.actor_role::text, (extract(epoch from h.at) * 1000)::float8 as at,
  h.inverse::text, h.cause::text, h.idempotency_keys as keys
from replicant r join replicant_history h on h.replicant_id = r.id
where r.namespace = $1 and r.name = $2 and ($3::bigint is null or h.revision < $3)
order by h.revision desc, h.id desc limit $4`;

/** Up to 2,000 rows that are older than $1 days or more than $2 per replicant; never after a checkpoint, nor younger than $3 milliseconds. */
export const pruneSql = `
with cutoff as (
  select r.id, r.revision as checkpoint,
    (select h.revision from replicant_history h where h.replicant_id = r.id order by h.revision desc offset $2 limit 1) as nth
  from replicant r where r.stamp <> ''),
gone as (
  select h.id from cutoff c join replicant_history h on h.replicant_id = c.id
  where h.revision <= c.checkpoint and h.at < now() - make_interval(secs => $3 / 1000)
    and (h.at < now() - make_interval(secs => $1 * 86400) or h.revision <= c.nth)
  limit 2000)
delete from replicant_history using gone where replicant_history.id = gone.id`;

export const deleteSql = `delete from replicant where namespace = $1 and name = $2`;

/** Ends what an earlier run left behind in this database, and waits until each is gone. */
export const fenceSql = `
select bool_and(pg_terminate_backend(pid, 5000)) as done from pg_stat_activity
where application_name = $1 and datname = current_database() and usename = current_user and pid <> pg_backend_pid()`;
