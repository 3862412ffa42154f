import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyOf, serverActor, type HistoryEntry } from '#contract/replicant';
import { isStorageFault } from '#ports/replicant-log';
import { describeReplicantLog } from '#ports/replicant-log.contract';
import { createReplicantLog } from './replicant-log.ts';
import { testDatabase, type TestDatabase } from './test-database.ts';

describeReplicantLog('createReplicantLog (Postgres)', async () => {
  const database = await testDatabase();
  const log = createReplicantLog({ url: database.url });
  return {
    log,
    async close() {
      await log.close();
      await database.stop();
    },
  };
});

const change = (revision: number, stamp = 'run-1', fromRevision = revision - 1): HistoryEntry => ({
  fromRevision,
  revision,
  stamp,
  operations: [{ path: '/', method: 'overwrite', args: { newValue: revision } }],
  actor: serverActor,
  at: 1_700_000_000_000,
});

describe('createReplicantLog', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.stop());

  it('stores 2,000 changes of 500 replicants at once', async () => {
    const log = createReplicantLog({ url: database.url });
    const keys = Array.from({ length: 500 }, (_, index) => ({ namespace: 'many', name: `n${index}` }));
    const entries = keys.flatMap((key) => [1, 2, 3, 4].map((revision) => ({ key, entry: change(revision) })));
    await log.write({
      entries,
      checkpoints: keys.map((key) => ({ key, snapshot: { value: { a: 1 }, revision: 2, stamp: 'run-1' } })),
    });
    const stored = await log.load(keys);
    expect(stored.size).toBe(500);
    for (const each of stored.values()) expect(each.entries.map((entry) => entry.revision)).toEqual([3, 4]);
    await log.close();
  });

  it('lets the later of two histories hold when two processes went on from the same state', async () => {
    const key = { namespace: 'split', name: 'brain' };
    const [first, second] = [
      createReplicantLog({ url: database.url, soleWriter: false }),
      createReplicantLog({ url: database.url, soleWriter: false }),
    ];
    await first.write({ entries: [change(1), change(2), change(3)].map((entry) => ({ key, entry })), checkpoints: [] });
    await second.write({ entries: [{ key, entry: change(2, 'run-2', 1) }], checkpoints: [] });
    const stored = (await first.load([key])).get(keyOf(key));
    expect(stored?.entries.map(({ revision, stamp }) => `${revision} ${stamp}`)).toEqual(['1 run-1', '2 run-2']);
    await Promise.all([first.close(), second.close()]);
  });

  it('loses nothing when two processes make the same new replicants at once', async () => {
    const logs = Array.from({ length: 4 }, () => createReplicantLog({ url: database.url, soleWriter: false }));
    const keys = Array.from({ length: 50 }, (_, index) => ({ namespace: 'race', name: `n${index}` }));
    await Promise.all(
      logs.map((log, run) => log.write({ entries: keys.map((key) => ({ key, entry: change(run + 1) })), checkpoints: [] })),
    );
    for (const key of keys) expect(await logs[0]?.history(key, { limit: 10 })).toHaveLength(4);
    await Promise.all(logs.map((log) => log.close()));
  });

  it('ends the connections of an earlier run before it reads: their late writes never land', async () => {
    const key = { namespace: 'late', name: 'write' };
    const earlier = createReplicantLog({ url: database.url });
    await earlier.ping();
    const admin = new pg.Client(database.url);
    await admin.connect();
    await admin.query('begin; lock table replicant_history in exclusive mode');
    const late = earlier.write({ entries: [{ key, entry: change(1) }], checkpoints: [] });
    const outcome = expect(late).rejects.toThrow();
    await expect
      .poll(async () => (await admin.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock'`)).rowCount)
      .toBe(1);
    const next = createReplicantLog({ url: database.url });
    await next.ping();
    await admin.query('commit');
    await outcome;
    expect(await next.load([key])).toEqual(new Map());
    await admin.end();
    await Promise.all([earlier.close(), next.close()]);
  });

  it('says so when the database answers but takes no change of anybody', async () => {
    const admin = new pg.Client(database.url);
    await admin.connect();
    await admin.query('alter database postgres set default_transaction_read_only = on');
    const log = createReplicantLog({ url: database.url });
    const error: unknown = await log
      .write({ entries: [{ key: { namespace: 'full', name: 'n' }, entry: change(1) }], checkpoints: [] })
      .catch((reason: unknown) => reason);
    expect(isStorageFault(error)).toBe(true);
    await admin.query('set default_transaction_read_only = off');
    await admin.query('alter database postgres reset default_transaction_read_only');
    await Promise.all([log.close(), admin.end()]);
  });

  it('rejects while the database is away, and works again when it is back', async () => {
    const key = { namespace: 'away', name: 'n' };
    const log = createReplicantLog({ url: database.url });
    await log.write({ entries: [{ key, entry: change(1) }], checkpoints: [] });
    await database.postgres.stop();
    await expect(log.write({ entries: [{ key, entry: change(2) }], checkpoints: [] })).rejects.toThrow();
    await expect(log.ping()).rejects.toThrow();
    await database.restart();
    await expect
      .poll(() =>
        log.ping().then(
          () => 'up',
          () => 'down',
        ),
      )
      .toBe('up');
    await log.write({ entries: [{ key, entry: change(2) }], checkpoints: [] });
    expect(await log.history(key, { limit: 10 })).toHaveLength(2);
    await log.close();
  });

  it('keeps every resolved write through a kill -9 of Postgres in the middle of writing', async () => {
    const log = createReplicantLog({ url: database.url });
    const key = { namespace: 'killed', name: 'n' };
    let acknowledged = 0;
    for (let round = 0; round < 3; round++) {
      let writing = true;
      const writer = (async () => {
        while (writing) {
          await log.write({ entries: [{ key, entry: change(acknowledged + 1) }], checkpoints: [] });
          acknowledged += 1;
        }
      })();
      const ended = expect(writer).rejects.toThrow();
      const before = acknowledged;
      await expect.poll(() => acknowledged, { timeout: 10_000 }).toBeGreaterThan(before + 50);
      process.kill(database.postgres.pid, 'SIGKILL');
      await ended;
      writing = false;
      await database.restart();
      const stored = (await log.load([key])).get(keyOf(key));
      const revisions = stored?.entries.map((entry) => entry.revision) ?? [];
      expect(revisions.slice(0, acknowledged)).toEqual(Array.from({ length: acknowledged }, (_, index) => index + 1));
      acknowledged = revisions.length;
    }
    await log.close();
  });
});
