import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shownMs, stoppedTimer, type TimerCommand, type TimerValue } from '#contract/timer';
import { serverNow } from '#runtime/server-clock';
import { follow, startTestGateway, type TestClient } from './test-gateway.ts';

const key = { namespace: 'quiz', name: 'clock' };

describe('a timer', () => {
  let server: Awaited<ReturnType<typeof startTestGateway>>;
  let client: TestClient;
  const command = (one: TimerCommand) => client.request('timer', { ...key, command: one });
  const value = async () => (await server.replicants.read(key))?.value as TimerValue;
  beforeEach(async () => {
    server = await startTestGateway();
    client = await server.connect();
    await follow(client, 'clock', { kind: 'timer' });
  });
  afterEach(() => server.close());

  it('[T9] begins as the stopped one where nobody gives a default', async () => {
    expect(await value()).toEqual(stoppedTimer);
  });

  it('[T10] is started by the server’s clock, and causes not one frame while it runs', async () => {
    const before = serverNow();
    expect(await command({ type: 'start' })).toMatchObject({ ok: true, value: { revision: 1 } });
    const { startedAt } = await value();
    expect(startedAt).toBeGreaterThanOrEqual(Math.floor(before));
    expect(startedAt).toBeLessThanOrEqual(Math.ceil(serverNow()));
    await expect.poll(() => client.frames.length).toBe(1);
    let events = 0;
    server.bus.subscribe('replicant.changed', () => (events += 1));
    // Whatever it caused would have come before these answers.
    const running = await value();
    while (shownMs(running, serverNow()) < 200) await client.request('ping', {});
    expect([client.frames.length, events]).toEqual([1, 0]);
  });

  it('[T11] takes commands one after the other, each on the newest state', async () => {
    const commands = Array.from({ length: 50 }, () => command({ type: 'adjust', byMs: 100 }));
    expect((await Promise.all(commands)).every(({ ok }) => ok)).toBe(true);
    expect(await value()).toMatchObject({ baseMs: 5_000 });
  });

  it('[T12] makes no revision of a command that changes nothing', async () => {
    await command({ type: 'start' });
    const again = await command({ type: 'start' });
    expect(again).toMatchObject({ ok: true, value: { revision: 1 } });
    expect(await server.replicants.read(key)).toMatchObject({ revision: 1 });
  });

  it('[T13] refuses commands that make no sense, commands to what is no timer, and values that are none', async () => {
    expect(await command({ type: 'rate', rate: 0 })).toMatchObject({ ok: false, error: { code: 'invalid-operation' } });
    expect(await command({ type: 'jump' } as never)).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    await follow(client, 'score', { defaultValue: 0 });
    const other = await client.request('timer', { ...key, name: 'score', command: { type: 'start' } });
    expect(other).toMatchObject({ ok: false, error: { code: 'invalid-operation' } });
    const unknown = await client.request('timer', { ...key, name: 'nobody', command: { type: 'start' } });
    expect(unknown).toMatchObject({ ok: false, error: { code: 'not-declared' } });
    for (const newValue of [{ ...stoppedTimer, rate: -1 }, { ...stoppedTimer, more: 1 }, 5, undefined]) {
      const operations = [{ path: '/', method: 'overwrite' as const, args: { newValue } }];
      const written = await client.request('propose', { ...key, operations, baseRevision: 0 });
      expect(written).toMatchObject({ ok: false, error: { code: 'invalid-value' } });
    }
    expect(await server.replicants.read(key)).toMatchObject({ revision: 0, value: stoppedTimer });
  });

  it('[T14] is undone like any other change', async () => {
    await command({ type: 'countdown', fromMs: 60_000 });
    expect(await client.request('undo', key)).toMatchObject({ ok: true });
    expect(await value()).toEqual(stoppedTimer);
  });
});
