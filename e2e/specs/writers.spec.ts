import { expect, test } from '../fixtures/test.ts';
import type { WireClient } from '../fixtures/client.ts';
import type { Json } from '../../src/contract/json.ts';
import type { Operation } from '../../src/contract/operations.ts';

test.use({ env: { ROLES: 'gateway,extensions' } });

type State = { count: number; log: string[] };

/** Adds one through `reject` and retry: reads, writes what it read plus one, and does so again when somebody was faster. */
async function increment(client: WireClient, label: string): Promise<void> {
  let current = await client.read('live-score', 'shared');
  for (;;) {
    const state = current.value as State;
    const operations: Operation[] = [
      { path: '/', method: 'update', args: { prop: 'count', newValue: state.count + 1 } },
      { path: '/log', method: 'push', args: { mutatorArgs: [label] } },
    ];
    const reply = await client.request('propose', {
      namespace: 'live-score',
      name: 'shared',
      operations,
      baseRevision: current.revision,
      onConflict: 'reject',
    });
    if (reply.ok) return;
    if (reply.error.code !== 'stale' || !('current' in reply.error) || !reply.error.current)
      throw new Error(JSON.stringify(reply.error));
    current = reply.error.current;
  }
}

test('[E11] 20 writers on one counter and one array: nothing lost, nothing twice, all clients equal', async ({ connect }) => {
  const writers = await Promise.all(Array.from({ length: 20 }, () => connect()));
  const subscribed = await Promise.all(writers.map((client) => client.subscribe('live-score', 'shared', { count: 0, log: [] })));
  await Promise.all(
    writers.map(async (client, writer) => {
      for (let n = 0; n < 10; n += 1) await increment(client, `${writer}.${n}`);
    }),
  );
  const final = await writers[0]!.read('live-score', 'shared');
  const state = final.value as unknown as State;
  expect(state.count).toBe(200);
  expect(final.revision).toBe(200);
  expect(new Set(state.log).size).toBe(200);
  expect(state.log).toHaveLength(200);

  // What each client was told, one revision after the other, leads to the same value.
  for (const [index, client] of writers.entries()) {
    const channel = subscribed[index]!.channel;
    await expect.poll(() => client.items.filter((item) => item[0] === 'r' && item[1] === channel).length).toBe(200);
    const changes = client.items.filter((item) => item[0] === 'r' && item[1] === channel);
    expect(changes.map((item) => item[2])).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
    const pushed = changes.flatMap((item) =>
      (item[3] as Operation[])
        .filter(({ method }) => method === 'push')
        .map(({ args }) => (args as { mutatorArgs: Json[] }).mutatorArgs[0]),
    );
    expect(pushed).toEqual(state.log);
  }
});

test('[E12] rubbish on the line is refused with a clear error and hurts nobody', async ({ server, connect }) => {
  const other = await connect();
  const { channel } = await other.subscribe('live-score', 'counter', { n: 0 });
  const vandal = await connect();
  const nonsense: [string, unknown][] = [
    ['propose', null],
    ['propose', { namespace: 'live-score', name: 'counter', operations: 'none', baseRevision: 0 }],
    [
      'propose',
      {
        namespace: 'live-score',
        name: 'counter',
        operations: [{ path: '/a/b/c', method: 'push', args: { mutatorArgs: [1] } }],
        baseRevision: 0,
      },
    ],
    [
      'propose',
      {
        namespace: 'live-score',
        name: 'counter',
        operations: [{ path: '/__proto__', method: 'add', args: { prop: 'polluted', newValue: true } }],
        baseRevision: 0,
      },
    ],
    [
      'propose',
      { namespace: 'live-score', name: 'counter', operations: [{ path: '/', method: 'explode', args: {} }], baseRevision: 0 },
    ],
    ['propose', { namespace: 'live-score', name: 'never-declared-by-anybody\u0000', operations: [], baseRevision: -1 }],
    ['subscribe', { items: [{ namespace: '', name: 5 }] }],
    ['message', { bundle: {}, name: [] }],
    ['no-such-request', {}],
  ];
  for (const [event, payload] of nonsense) {
    const reply = (await vandal.send(event, payload)) as { ok: boolean; error?: { message: string } };
    expect(reply, JSON.stringify([event, payload])).toMatchObject({ ok: false });
    expect(reply.error?.message.length).toBeGreaterThan(10);
  }
  expect((await vandal.read('live-score', 'counter')).value).toEqual({ n: 0 });
  await vandal.set('live-score', 'counter', { n: 1 });
  await expect.poll(() => other.items.some((item) => item[0] === 'r' && item[1] === channel && item[2] === 1)).toBe(true);
  expect((await fetch(`${server.url}/health`)).ok).toBe(true);
});

test('[E13] a value that breaks its JSON Schema is refused with path and reason, and nothing changes', async ({ connect }) => {
  const client = await connect();
  await client.subscribe('live-score', 'score');
  const before = await client.read('live-score', 'score');
  const reply = await client.request('propose', {
    namespace: 'live-score',
    name: 'score',
    operations: [{ path: '/', method: 'update', args: { prop: 'home', newValue: 'many' } }],
    baseRevision: before.revision,
  });
  expect(reply).toMatchObject({ ok: false, error: { code: 'invalid-value' } });
  expect(reply.ok ? '' : reply.error.message).toContain('home must be integer');
  expect(await client.read('live-score', 'score')).toEqual(before);
});
