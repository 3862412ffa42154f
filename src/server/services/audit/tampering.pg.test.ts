import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import pg from 'pg';
import { createMemoryAuditAnchor } from '#adapters/memory/audit-anchor';
import { createAuditLog } from '#adapters/postgres/audit-log';
import { testDatabase, type TestDatabase } from '#adapters/postgres/test-database';
import { did, openTestAudit } from './test-audit.ts';

let database: TestDatabase;
let log: ReturnType<typeof createAuditLog>;
let admin: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  log = createAuditLog(database.url);
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
}, 60_000);
afterAll(async () => {
  await Promise.all([log.close(), admin.end()]);
  await database.stop();
});
beforeEach(() => asAdministrator('truncate audit_entry'));

/** Past the guards, as who owns the database can. */
async function asAdministrator(sql: string): Promise<void> {
  await admin.query('alter table audit_entry disable trigger all');
  await admin.query(sql);
  await admin.query('alter table audit_entry enable trigger all');
}

async function written() {
  const audit = openTestAudit({ log, anchor: createMemoryAuditAnchor() }).open();
  for (let number = 1; number <= 8; number++)
    audit.record(did(`bundle:${number}`, { after: { text: `Grüße \u0000 ${number}` } }));
  await audit.close(5_000);
  expect(await audit.verify()).toMatchObject({ state: 'whole', entries: 8 });
  return audit;
}

it('[AU5] is guarded by the database: nothing can be changed, removed or emptied', async () => {
  await written();
  for (const sql of ["update audit_entry set target = 'x' where seq = 3", 'delete from audit_entry', 'truncate audit_entry'])
    await expect(admin.query(sql)).rejects.toThrow('can only be added to');
});

it.each([
  ["update audit_entry set target = 'bundle:x' where seq = 3", 3],
  ["update audit_entry set at = at + interval '1 ms' where seq = 3", 3],
  ['update audit_entry set after = null where seq = 3', 3],
  ["update audit_entry set actor_role = '' where seq = 3", 3],
  ['update audit_entry set count = 1 where seq = 3', 3],
  ['delete from audit_entry where seq = 3', 3],
  ['delete from audit_entry where seq <= 3', 1],
  ['delete from audit_entry where seq > 6', 7],
  ['delete from audit_entry', 1],
])('[AU5] names the first bad entry after: %s', async (sql, seq) => {
  const audit = await written();
  await asAdministrator(sql);
  expect(await audit.verify()).toMatchObject({ state: 'broken', seq });
});

it('[AU2] keeps one chain where two servers write', async () => {
  const [one, other] = [createAuditLog(database.url), createAuditLog(database.url)];
  const services = [one, other].map((its) => openTestAudit({ log: its, anchor: createMemoryAuditAnchor() }).open());
  for (let number = 0; number < 300; number++) services[number % 2]!.record(did(`bundle:${number}`));
  await Promise.all(services.map((service) => service.close(20_000)));
  expect(await services[0]!.verify()).toMatchObject({ state: 'whole' });
  expect((await log.list({ action: 'bundle.reload', limit: 500 })).length).toBe(300);
  await Promise.all([one.close(), other.close()]);
});

it('[AU3] writes what waited when the database is back', async () => {
  const audit = await written();
  await admin.end();
  await database.postgres.stop();
  audit.record(did('bundle:meanwhile'));
  await database.restart();
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await audit.close(20_000);
  expect((await log.list({ limit: 1 }))[0]).toMatchObject({ seq: 9, target: 'bundle:meanwhile' });
}, 60_000);
