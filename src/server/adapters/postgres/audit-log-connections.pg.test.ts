import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditEntry } from '#contract/audit';
import { createAuditLog } from './audit-log.ts';
import { testDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let log: ReturnType<typeof createAuditLog>;
beforeAll(async () => {
  database = await testDatabase();
  log = createAuditLog(database.url);
}, 60_000);
afterAll(async () => {
  await log.close();
  await database.stop();
});

const entry = (seq: number): AuditEntry => ({
  seq,
  at: 1_700_000_000_000 + seq,
  actor: { kind: 'user', id: 'ada' },
  action: 'bundle.reload',
  target: `bundle:${'x'.repeat(400)}`,
  origin: { address: '192.0.2.7', userAgent: 'Test' },
  result: 'ok',
  prevHash: String(seq - 1),
  hash: String(seq),
});

it('[AU2a] an append doesn’t wait for the searches that were begun before it', async () => {
  const rows = 20_000;
  await log.append(undefined, () => Array.from({ length: rows }, (_, index) => entry(index + 1)));
  let done = 0;
  const searches = Array.from({ length: 6 }, () => log.list({ text: 'nowhere', limit: 100 }).then(() => (done += 1)));
  await log.append(undefined, ({ last }) => [entry((last?.seq ?? 0) + 1)]);
  expect(done).toBeLessThan(3);
  await Promise.all(searches);
  expect((await log.last())?.seq).toBe(rows + 1);
});
