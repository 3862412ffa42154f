import { applyOperations } from '../../src/contract/apply-operations.ts';
import type { Json } from '../../src/contract/json.ts';
import type { Operation } from '../../src/contract/operations.ts';
import { WireClient } from '../fixtures/client.ts';
import { countCommits, databasePids, inDatabase, readHistory } from '../fixtures/database.ts';
import type { Server } from '../fixtures/server.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ env: { ROLES: 'gateway,extensions' } });

const overwrite = (newValue: Json): Operation[] => [{ path: '/', method: 'overwrite', args: { newValue } }];
const push = (item: Json): Operation[] => [{ path: '/', method: 'push', args: { mutatorArgs: [item] } }];

function write(client: WireClient, name: string, operations: Operation[], durable: boolean) {
  return client.request('propose', { namespace: 'live-score', name, operations, baseRevision: 0, durable });
}

/** Pushes onto one list from several clients until the connection ends; `acknowledged` gets what was answered as stored. */
async function pushUntilCut(server: Server, round: number, acknowledged: string[]): Promise<void> {
  const clients = await Promise.all(Array.from({ length: 4 }, () => WireClient.connect(server.url)));
  await clients[0]!.subscribe('live-score', 'list', []);
  await Promise.all(
    clients.map(async (client, writer) => {
      const cut = new Promise<undefined>((resolve) => client.socket.once('disconnect', () => resolve(undefined)));
      for (let n = 0; client.socket.connected; n += 1) {
        const item = `${round}.${writer}.${n}`;
        const reply = await Promise.race([write(client, 'list', push(item), true), cut]);
        if (reply?.ok) acknowledged.push(item);
      }
    }),
  );
}

test('[E90] kill -9 of gateway and database at once, 3 times: nothing acknowledged is missing, nothing is there twice, and the history replays to the value', async ({
  server,
}) => {
  const acknowledged: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const before = acknowledged.length;
    const writing = pushUntilCut(server, round, acknowledged);
    await expect.poll(() => acknowledged.length - before, { intervals: [5] }).toBeGreaterThan(40 * (round + 1));
    for (const pid of databasePids(server)) process.kill(pid, 'SIGKILL');
    await server.kill();
    await writing;
    await server.start();
  }
  const client = await WireClient.connect(server.url);
  const { value, revision } = await client.read('live-score', 'list');
  client.close();
  const items = value as string[];
  expect(acknowledged.filter((item) => !items.includes(item))).toEqual([]);
  expect(new Set(items).size).toBe(items.length);
  expect(items).toHaveLength(revision);

  let replayed: Json | undefined = [];
  let at = 0;
  for (const { from, to, operations } of await inDatabase(server, (database) => readHistory(database, 'live-score', 'list'))) {
    expect(from).toBe(at);
    const applied = applyOperations(replayed, operations);
    replayed = applied.ok ? applied.value : undefined;
    at = to;
  }
  expect({ value: replayed, revision: at }).toEqual({ value, revision });
});

test('[E91] a database that hangs under load: air goes on, writers hear not-durable, new pages work, all is stored afterwards', async ({
  server,
  page,
  connect,
}) => {
  const counter = page.locator('#counter');
  await page.goto(`${server.url}/bundles/live-score/graphics/bug.html`);
  await expect(counter).toHaveText('0');
  const client = await connect();
  const pids = databasePids(server);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  try {
    expect(await write(client, 'counter', overwrite({ n: 1 }), true)).toMatchObject({
      ok: false,
      error: { code: 'not-durable' },
    });
    await expect(counter).toHaveText('1');
    await expect.poll(() => server.isReady()).toBe(false);
    for (let n = 2; n <= 500; n += 1) await write(client, 'counter', overwrite({ n }), false);
    await expect(counter).toHaveText('500');
    await page.reload();
    await expect(counter).toHaveText('500');
    // What only the database knows can't be had; that must not hold up what is on air.
    const newcomer = await connect();
    const items = ['counter', 'asleep'].map((name) => ({ namespace: 'live-score', name }));
    expect(await newcomer.request('subscribe', { items })).toMatchObject({
      value: {
        items: [
          { ok: true, value: { state: { value: { n: 500 } } } },
          { ok: false, error: { code: 'not-durable' } },
        ],
      },
    });
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }
  await expect.poll(() => server.isReady()).toBe(true);
  expect(await write(client, 'counter', overwrite({ n: 501 }), true)).toMatchObject({ ok: true });
  const before = await client.read('live-score', 'counter');
  await server.kill();
  await server.start();
  const again = await connect();
  expect(await again.read('live-score', 'counter')).toEqual(before);
});

test('[E92] a burst costs few commits, a lone writer is not kept waiting for one', async ({ server, connect }) => {
  const client = await connect();
  await client.subscribe('live-score', 'list', []);
  await inDatabase(server, async (database) => {
    const commits = async (work: () => Promise<unknown>): Promise<number> => {
      const before = await countCommits(database);
      await work();
      return (await countCommits(database)) - before;
    };
    expect(await write(client, 'list', push(-1), true)).toMatchObject({ ok: true });
    const together = () => Promise.all(Array.from({ length: 200 }, (_, n) => write(client, 'list', push(n), true)));
    expect(await commits(together)).toBeLessThan(40);
    const unwatched = async () => {
      for (let n = 0; n < 300; n += 1) await write(client, 'list', push(n), false);
      await write(client, 'list', push('last'), true);
    };
    expect(await commits(unwatched)).toBeLessThan(60);
    const from = performance.now();
    for (let n = 0; n < 20; n += 1) await write(client, 'list', push(n), true);
    // Gathering for 50 ms each would take a second.
    expect(performance.now() - from).toBeLessThan(800);
  });
});

test.describe('an extension that waits for nothing', () => {
  test.use({ bundles: ['ticker'] });
  test('[E93] a clean stop stores all that it wrote, and leaves nothing to replay', async ({ server, connect }) => {
    const client = await connect();
    const { channel } = await client.subscribe('ticker', 'ticks');
    const seen = () => client.items.flatMap((item) => (item[0] === 'r' && item[1] === channel ? item[2] : []));
    await expect.poll(() => seen().length).toBeGreaterThan(100);
    expect(await server.stop()).toBe(0);
    const last = Math.max(...seen());
    await server.start();
    const stamp = client.welcome.epoch;
    const [stored] = await inDatabase(server, async (database) => {
      const sql = `select max(h.revision)::int as revision, bool_or(h.revision > r.revision) as lags from replicant_history h
        join replicant r on r.id = h.replicant_id where r.namespace = 'ticker' and h.stamp = $1`;
      return (await database.query<{ revision: number; lags: boolean }>(sql, [stamp])).rows;
    });
    expect(stored).toEqual({ revision: last, lags: false });
  });
});
