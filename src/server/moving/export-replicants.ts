import type { Json } from '#contract/json';
import { isSameJson } from '#contract/same-json';
import type { ReplicantKey } from '#contract/replicant';
import type { StoredKeys } from './migrate.ts';
import { isKeptByServer, kindOf, type TargetReplicants } from './migrate-replicants.ts';
import { parseStored, textOf, toStored, type Database } from './nodecg-database.ts';
import type { Item } from './report.ts';

const portionCount = 50;
const closeWithinMs = 30_000;

/** Writes each of our stored replicants as NodeCG stores it, a portion at a time. The caller has begun a transaction. */
export async function exportReplicants(
  database: Database,
  replicants: TargetReplicants & StoredKeys,
  signal: AbortSignal,
): Promise<Item[]> {
  const keys = (await replicants.keys()).filter((key) => !isKeptByServer(key)).sort(inOrder);
  const items: Item[] = [];
  const find = database.prepare('SELECT "value" FROM "replicant" WHERE "namespace" = ? AND "name" = ?');
  const put = database.prepare(
    'INSERT INTO "replicant" ("namespace", "name", "value") VALUES (?, ?, ?) ON CONFLICT ("namespace", "name") DO UPDATE SET "value" = excluded."value"',
  );
  try {
    for (let start = 0; start < keys.length; start += portionCount) {
      signal.throwIfAborted();
      const service = replicants.open();
      for (const key of keys.slice(start, start + portionCount)) {
        const value = (await service.read(key))?.value;
        const row = find.get([key.namespace, key.name]);
        const item: Item = { kind: kindOf(key), name: `${key.namespace}:${key.name}`, state: 'there' };
        if (row === null || !isSame(textOf(row.value), value)) {
          put.run([key.namespace, key.name, toStored(value)]);
          item.state = 'done';
          if (row !== null) item.detail = 'had another value there';
        }
        items.push(item);
      }
      await service.close(closeWithinMs);
    }
  } finally {
    find.finalize();
    put.finalize();
  }
  return items;
}

function isSame(stored: string, value: Json | undefined): boolean {
  const there = parseStored(stored).value;
  return there === undefined || value === undefined ? there === value : isSameJson(there, value);
}

function inOrder(a: ReplicantKey, b: ReplicantKey): number {
  const [left, right] = [`${a.namespace}\u0000${a.name}`, `${b.namespace}\u0000${b.name}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
