import { freePermits } from './gateway/testing/free-permits.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import type { Json } from '#contract/json';
import { serverActor, type Snapshot } from '#contract/replicant';
import type { FrameItem } from '#contract/wire';
import type { Connection, OutgoingFrame } from '#ports/connection';
import { createFanout, type FanoutDeps } from './fanout.ts';
import { listenKeyOf } from './fanout/recipients.ts';
import { silentLog } from './gateway/test-gateway.ts';

const key = { namespace: 'quiz', name: 'score' };

/** A line that takes frames only while it is told to. */
function createLine(id: string) {
  const frames: OutgoingFrame[] = [];
  const drains = new Set<() => void>();
  const closed: string[] = [];
  let isReading = true;
  const connection: Connection = {
    id,
    kind: 'dashboard',
    actor: serverActor,
    page: { kind: 'dashboard' },
    remote: { address: '', userAgent: '' },
    sendFrame: (frame) => isReading && frames.push(frame) > 0,
    onDrain(handler) {
      drains.add(handler);
      return () => drains.delete(handler);
    },
    close: (reason) => void closed.push(reason),
  };
  return {
    connection,
    frames,
    closed,
    items: (): FrameItem[] => frames.flatMap(({ items }) => items),
    stopReading: () => (isReading = false),
    readAgain() {
      isReading = true;
      for (const handler of [...drains]) handler();
    },
  };
}

describe('fan-out', () => {
  let bus: ReturnType<typeof createMemoryEventBus>;
  let stored: Snapshot;

  const start = (options: Partial<FanoutDeps> = {}) =>
    createFanout({ bus, log: silentLog, read: () => Promise.resolve(stored), ...options });
  const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

  function change(value: Json): void {
    stored = { value, revision: stored.revision + 1, stamp: 'run' };
    bus.publish({
      type: 'replicant.changed',
      key,
      revision: stored.revision,
      stamp: 'run',
      operations: [{ path: '/', method: 'overwrite', args: { newValue: value } }],
      actor: serverActor,
    });
  }
  function followed(fanout: ReturnType<typeof start>, id: string) {
    const line = createLine(id);
    const client = fanout.connect(line.connection, freePermits);
    fanout.settle(fanout.join(client, key), stored.revision);
    return { ...line, client };
  }

  beforeEach(() => {
    bus = createMemoryEventBus();
    stored = { value: 0, revision: 0, stamp: 'run' };
  });

  it('[G6] makes up for a change between the state and the subscription', async () => {
    const fanout = start();
    const line = createLine('a');
    const subscription = fanout.join(fanout.connect(line.connection, freePermits), key);
    change(1);
    fanout.settle(subscription, 0);
    change(2);
    await expect.poll(() => line.items()).toEqual([['s', 1, stored]]);
    change(3);
    await nextTurn();
    expect(
      line
        .items()
        .slice(1)
        .map((item) => item.slice(0, 3)),
    ).toEqual([['r', 1, 3]]);
  });

  it('[G6] a request that fails does not cost another request of the same client its subscription', async () => {
    const fanout = start();
    const line = createLine('a');
    const client = fanout.connect(line.connection, freePermits);
    const [failing, fine] = [fanout.join(client, key), fanout.join(client, key)];
    fanout.abandon(failing);
    fanout.settle(fine, 0);
    change(1);
    await nextTurn();
    expect(line.items().map((item) => item.slice(0, 3))).toEqual([['r', 1, 1]]);
    fanout.abandon(fanout.join(client, { ...key, name: 'other' }));
    expect(client.subscriptions.size).toBe(1);
  });

  it('[G6] gives a snapshot in place of a gap', async () => {
    const { items } = followed(start(), 'a');
    stored.revision = 4;
    change('far');
    await expect.poll(items).toEqual([['s', 1, stored]]);
  });

  it('[G6] tells a deletion, and what comes after it', async () => {
    const { items } = followed(start(), 'a');
    bus.publish({ type: 'replicant.deleted', key, actor: serverActor });
    await nextTurn();
    expect(items()).toEqual([['d', 1]]);
    change('new life');
    await expect.poll(items).toEqual([
      ['d', 1],
      ['s', 1, stored],
    ]);
  });

  it('[G9] [G10] gathers a turn, and shares what is equal', async () => {
    const fanout = start();
    const [a, b, c] = ['a', 'b', 'c'].map((id) => followed(fanout, id));
    if (!a || !b || !c) throw new Error('three lines');
    fanout.listen(c.client, listenKeyOf('quiz', 'buzz'));
    change(1);
    bus.publish({ type: 'message.sent', message: { bundle: 'quiz', name: 'buzz', content: null } });
    change(2);
    await nextTurn();
    expect([a, b, c].map(({ frames }) => frames.length)).toEqual([1, 1, 1]);
    expect(a.frames[0]).toBe(b.frames[0]);
    expect(a.items().map(([kind]) => kind)).toEqual(['r', 'r']);
    expect(c.items().map(([kind]) => kind)).toEqual(['r', 'm', 'r']);
    for (const { frames } of [a, c]) expect(JSON.parse(frames[0]?.json() ?? '')).toEqual(frames[0]?.items);
  });

  it('[G11] sends the newest state, once, to a client that reads again', async () => {
    const slow = followed(start(), 'slow');
    slow.stopReading();
    for (let value = 1; value <= 500; value++) {
      change(value);
      if (value % 50 === 0) await nextTurn();
    }
    expect(slow.items()).toEqual([]);
    slow.readAgain();
    await expect.poll(slow.items).toEqual([['s', 1, { value: 500, revision: 500, stamp: 'run' }]]);
    change(501);
    await nextTurn();
    expect(
      slow
        .items()
        .slice(1)
        .map((item) => item.slice(0, 3)),
    ).toEqual([['r', 1, 501]]);
  });

  it('[G11] keeps the newest messages for it, and nobody else waits', async () => {
    const fanout = start({ waitingItems: 3 });
    const [slow, quick] = [followed(fanout, 'slow'), followed(fanout, 'quick')];
    for (const { client } of [slow, quick]) fanout.listen(client, listenKeyOf('quiz', 'buzz'));
    slow.stopReading();
    for (const content of [1, 2, 3, 4, 5]) {
      bus.publish({ type: 'message.sent', message: { bundle: 'quiz', name: 'buzz', content } });
      await nextTurn();
    }
    expect(quick.items()).toHaveLength(5);
    slow.readAgain();
    expect(slow.items().map((item) => item[3])).toEqual([3, 4, 5]);
  });

  it('[G11] goes on where reading the newest state failed', async () => {
    let isDown = true;
    const fanout = start({ read: () => (isDown ? Promise.reject(new Error('away')) : Promise.resolve(stored)) });
    const { items } = followed(fanout, 'a');
    stored.revision = 2;
    change('late');
    await nextTurn();
    isDown = false;
    await expect.poll(items, { timeout: 3_000 }).toEqual([['s', 1, stored]]);
  });

  it('[G12] cuts off a client that never reads', async () => {
    const fanout = start({ stalledMs: 30 });
    const slow = followed(fanout, 'slow');
    slow.stopReading();
    change(1);
    await expect.poll(() => slow.closed.length).toBeGreaterThan(0);
    fanout.disconnect(slow.client);
    fanout.close();
  });

  it('[G8] forgets who left', async () => {
    const fanout = start();
    const gone = followed(fanout, 'gone');
    change(1);
    fanout.disconnect(gone.client);
    change(2);
    await nextTurn();
    expect(gone.items()).toEqual([]);
    expect(followed(fanout, 'next').client.subscriptions.keys().next().value).toBe(2);
  });
});
