import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BusEvent } from '#contract/events';
import { describeRateLimiter } from '#ports/rate-limiter.contract';
import { createMemoryEventBus } from '../memory/event-bus.ts';
import { createMemoryRateLimiter } from '../memory/rate-limiter.ts';
import { connectRedis, type RedisLine } from './connect.ts';
import { linkIdentities } from './identity-link.ts';
import { createRedisRateLimiter } from './rate-limiter.ts';
import { createRedisSessionMirror } from './session-mirror.ts';
import { startTestRedis } from './test-redis.ts';

let redis: Awaited<ReturnType<typeof startTestRedis>>;
const closes: (() => Promise<void>)[] = [];
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

const ignore = () => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

async function connect(): Promise<RedisLine> {
  const line = connectRedis(redis.url, log);
  closes.push(line.close);
  await vi.waitFor(() => expect(line.isUp()).toBe(true), 5_000);
  return line;
}

describe('limits on Redis', () => {
  describeRateLimiter(async () => {
    const line = await connect();
    await line.client.flushAll();
    return { limiter: createRedisRateLimiter(line, createMemoryRateLimiter()) };
  });

  it('[L5] are one count for all servers, and each goes on by itself while Redis is away', async () => {
    const lines = [await connect(), await connect()] as const;
    const [here, there] = lines.map((line) => createRedisRateLimiter(line, createMemoryRateLimiter()));
    const rate = { points: 2, seconds: 60 };
    expect(await here?.take('shared', rate)).toBeUndefined();
    expect(await there?.take('shared', rate)).toBeUndefined();
    expect(await here?.take('shared', rate)).toBeGreaterThan(0);
    await redis.stop();
    await vi.waitFor(() => expect(lines.some(({ isUp }) => isUp())).toBe(false), 5_000);
    const began = performance.now();
    expect(await here?.take('shared', rate)).toBeUndefined();
    expect(await here?.take('shared', rate)).toBeUndefined();
    expect(await here?.take('shared', rate)).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(1_000);
    await redis.start();
    await vi.waitFor(() => expect(lines.every(({ isUp }) => isUp())).toBe(true), 10_000);
    expect(await there?.take('shared', rate)).toBeUndefined();
  });
});

describe('what ends for people, on Redis', () => {
  async function server() {
    const bus = createMemoryEventBus();
    const heard: BusEvent[] = [];
    const line = await connect();
    const link = linkIdentities({ line, bus, log });
    closes.unshift(link.close);
    let gaps = 0;
    link.onGap(() => (gaps += 1));
    bus.subscribe('identity.changed', (event) => void heard.push(event));
    bus.subscribe('access.changed', (event) => void heard.push(event));
    return { bus, heard, line, gaps: () => gaps };
  }

  it('[L6] is heard by every other server within a second and once, and rubbish by nobody', async () => {
    const [here, there] = [await server(), await server()];
    const ended: BusEvent = { type: 'identity.changed', sessionIds: ['s1'], ended: true };
    await vi.waitFor(async () =>
      expect(await here.line.client.pubSubNumSub(['nodecg-next:identity'])).toMatchObject({ 'nodecg-next:identity': 2 }),
    );
    for (const rubbish of ['{', '{"from":"x","event":{"type":"bundle.changed"}}', 'null'])
      await here.line.client.publish('nodecg-next:identity', rubbish);
    const began = performance.now();
    here.bus.publish(ended);
    await vi.waitFor(() => expect(there.heard).toEqual([ended]), { timeout: 1_000, interval: 5 });
    expect(performance.now() - began).toBeLessThan(1_000);
    there.bus.publish({ type: 'access.changed' });
    await vi.waitFor(() => expect(here.heard).toEqual([ended, { type: 'access.changed' }]));
    expect(there.heard).toEqual([ended, { type: 'access.changed' }]);
  });

  it('[L7] everybody is asked for again when Redis was away, since something may have been missed', async () => {
    const here = await server();
    await vi.waitFor(async () =>
      expect(await here.line.client.pubSubNumSub(['nodecg-next:identity'])).toMatchObject({ 'nodecg-next:identity': 1 }),
    );
    expect(here.gaps()).toBe(0);
    await redis.stop();
    await vi.waitFor(() => expect(here.line.isUp()).toBe(false), 5_000);
    here.bus.publish({ type: 'identity.changed', sessionIds: ['s1'], ended: true });
    expect(here.heard).toHaveLength(1);
    await redis.start();
    await vi.waitFor(() => expect(here.gaps()).toBe(1), 10_000);
  });

  it('[L7] what one server alone could not tell has the others ask for everybody, once it reaches Redis again', async () => {
    const [here, there] = [await server(), await server()];
    await vi.waitFor(async () =>
      expect(await here.line.client.pubSubNumSub(['nodecg-next:identity'])).toMatchObject({ 'nodecg-next:identity': 2 }),
    );
    const before = there.gaps();
    const id = String(await here.line.client.clientId());
    // In the very moment in which it is cut off: it is back within milliseconds.
    const wasUp = new Promise<boolean>((resolve) =>
      here.line.client.once('reconnecting', () => {
        resolve(here.line.isUp());
        here.bus.publish({ type: 'identity.changed', sessionIds: ['s1'], ended: true });
      }),
    );
    await there.line.client.clientKill({ filter: 'ID', id: Number(id) });
    expect(await wasUp).toBe(false);
    await vi.waitFor(() => expect(there.gaps()).toBe(before + 1), 5_000);
  });

  it('[L8] sessions can be seen from outside until they end, without what opens them', async () => {
    const line = await connect();
    const mirror = createRedisSessionMirror(line);
    const session = { userId: 'u1', username: 'ada', role: 'ADMIN', method: 'password', expiresAt: Date.now() + 60_000 };
    await mirror.opened('s1', session);
    await mirror.opened('over', { ...session, expiresAt: Date.now() - 1 });
    expect(JSON.parse((await line.client.get('sessions:s1')) ?? '{}')).toEqual(session);
    expect(await line.client.pTTL('sessions:s1')).toBeGreaterThan(50_000);
    expect(await line.client.get('sessions:over')).toBeNull();
    await mirror.ended(['s1']);
    expect(await line.client.get('sessions:s1')).toBeNull();
  });
});
