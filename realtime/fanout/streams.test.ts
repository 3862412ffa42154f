import { freePermits } from '../gateway/testing/free-permits.ts';
import { expect, it } from 'vitest';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import type { Json } from '#contract/json';
import { serverActor, type Snapshot } from '#contract/replicant';
import type { FrameItem } from '#contract/wire';
import type { Connection, OutgoingFrame } from '#ports/connection';
import { createFanout } from '../fanout.ts';
import { silentLog } from '../gateway/test-gateway.ts';

const key = { namespace: 'mixer', name: 'levels' };
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

function start() {
  const bus = createMemoryEventBus();
  let stored: Snapshot = { value: 0, revision: 0, stamp: 'run' };
  const fanout = createFanout({ bus, log: silentLog, read: () => Promise.resolve(stored) });
  return {
    bus,
    fanout,
    stored: () => stored,
    stream(value: Json) {
      stored = { value, revision: stored.revision + 1, stamp: 'run' };
      const { revision, stamp } = stored;
      bus.publish({
        type: 'replicant.changed',
        key,
        revision,
        stamp,
        operations: [],
        actor: serverActor,
        stream: true,
        snapshot: stored,
      });
    },
    follow() {
      const frames: OutgoingFrame[] = [];
      const drains = new Set<() => void>();
      const line = { isReading: true };
      const connection: Connection = {
        id: 'client',
        kind: 'dashboard',
        actor: serverActor,
        page: { kind: 'dashboard' },
        remote: { address: '', userAgent: '' },
        sendFrame: (frame) => line.isReading && frames.push(frame) > 0,
        onDrain: (handler) => (drains.add(handler), () => drains.delete(handler)),
        close: () => undefined,
      };
      fanout.settle(fanout.join(fanout.connect(connection, freePermits), key), stored.revision);
      return {
        frames,
        texts: () => frames.map((frame) => JSON.parse(frame.json()) as FrameItem[]),
        stopReading: () => (line.isReading = false),
        readAgain() {
          line.isReading = true;
          for (const handler of [...drains]) handler();
        },
      };
    },
  };
}

it('[S1] sends of one turn only the newest state, once', async () => {
  const { fanout, stream, follow, stored } = start();
  const [one, other] = [follow(), follow()];
  for (let value = 1; value <= 100; value += 1) stream(value);
  await nextTurn();
  expect(one.texts()).toEqual([[['s', 1, stored()]]]);
  expect(one.frames[0]).toBe(other.frames[0]);
  stream(101);
  await nextTurn();
  expect(one.texts()[1]).toEqual([['s', 1, stored()]]);
  fanout.close();
});

it('[S1] sends the newest state of the turn also to who came in between', async () => {
  const { fanout, stream, follow, stored } = start();
  const early = follow();
  stream(1);
  const late = follow();
  stream(2);
  const latest = follow();
  await nextTurn();
  expect(early.texts()).toEqual([[['s', 1, stored()]]]);
  expect(late.texts()).toEqual([[['s', 1, stored()]]]);
  expect(latest.texts()).toEqual([]);
  fanout.close();
});

it('[S2] leaves no gap behind that would have to be made up for: a state is whole', async () => {
  const { bus, fanout, stream, follow, stored } = start();
  const { texts } = follow();
  const lost = bus.publish;
  bus.publish = () => undefined;
  stream(1);
  bus.publish = lost;
  stream(2);
  await nextTurn();
  await nextTurn();
  expect(texts()).toEqual([[['s', 1, stored()]]]);
  fanout.close();
});

it('[S3] keeps nothing for a client that doesn’t read, and sends it the newest state when it does', async () => {
  const { fanout, stream, follow, stored } = start();
  const slow = follow();
  slow.stopReading();
  for (let value = 1; value <= 50; value += 1) {
    stream(value);
    await nextTurn();
  }
  expect(slow.frames).toEqual([]);
  slow.readAgain();
  await expect.poll(slow.texts).toEqual([[['s', 1, stored()]]]);
  stream(51);
  await expect.poll(() => slow.texts().at(-1)).toEqual([['s', 1, stored()]]);
  fanout.close();
});
