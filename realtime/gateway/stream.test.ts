import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '#contract/operations';
import { follow, startTestGateway } from './test-gateway.ts';

const key = { namespace: 'quiz', name: 'level' };
const stream = { kind: 'stream', defaultValue: 0 } as const;
const overwrite = (newValue: number): Operation => ({ path: '/', method: 'overwrite', args: { newValue } });

describe('a stream', () => {
  let server: Awaited<ReturnType<typeof startTestGateway>>;
  beforeEach(async () => {
    server = await startTestGateway();
  });
  afterEach(() => server.close());

  it('[S4] is told as one, and reaches others as its newest state', async () => {
    const [writer, reader] = [await server.connect(), await server.connect()];
    await follow(writer, 'level', stream);
    const reply = await reader.request('subscribe', { items: [key] });
    const item = reply.ok ? reply.value.items[0] : undefined;
    expect(item).toMatchObject({ ok: true, value: { replicantKind: 'stream', persistent: false, state: { value: 0 } } });
    const written = Array.from({ length: 60 }, (_, index) =>
      writer.request('propose', { ...key, operations: [overwrite(index + 1)], baseRevision: 0, durable: false }),
    );
    await Promise.all(written);
    await expect.poll(() => reader.items().at(-1)).toMatchObject(['s', 1, { value: 60, revision: 60 }]);
    const kinds = new Set(reader.items().map(([kind]) => kind));
    expect([...kinds]).toEqual(['s']);
    expect(reader.items().length).toBeLessThan(60);
  });

  it('[S5] has no history', async () => {
    const writer = await server.connect();
    await follow(writer, 'level', { ...stream, persistent: true });
    const reply = await writer.request('propose', { ...key, operations: [overwrite(5)], baseRevision: 0, durable: true });
    expect(reply).toMatchObject({ ok: true });
    expect(await writer.request('history', key)).toEqual({ ok: true, value: [] });
  });

  it('[S6] gives a client that comes back its newest state, whatever it has', async () => {
    const [writer, reader] = [await server.connect(), await server.connect()];
    await follow(writer, 'level', stream);
    for (let value = 1; value <= 3; value += 1)
      await writer.request('propose', { ...key, operations: [overwrite(value)], baseRevision: 0, durable: false });
    const have = { revision: 1, stamp: writer.welcome.epoch };
    const reply = await reader.request('subscribe', { items: [{ ...key, have }] });
    expect(reply).toMatchObject({ value: { items: [{ value: { state: { kind: 'snapshot', value: 3, revision: 3 } } }] } });
  });
});
