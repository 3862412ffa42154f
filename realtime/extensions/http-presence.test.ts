import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HttpHost } from '#ports/extension-hosts';
import { createHttpPresence } from './http-presence.ts';
import { openTestDoor } from './test-door.ts';

describe('hosts that may answer requests', () => {
  let dir: string;
  let door: Awaited<ReturnType<typeof openTestDoor>>;
  beforeEach(async () => void (dir = await mkdtemp(path.join(tmpdir(), 'presence-'))));
  afterEach(async () => {
    await door.close();
    await rm(dir, { recursive: true });
  });

  it('[X22] waits for no host that died in its first start, and asks who is there before it waits for anybody', async () => {
    const dying = createHttpPresence('dying');
    dying.gone();
    expect([dying.mayServe(), await dying.address(60_000)]).toEqual([false, undefined]);
    const starting = createHttpPresence('starting');
    const patience: number[] = [];
    const watched: HttpHost = {
      ...starting,
      address: (patienceMs, dead) => {
        patience.push(patienceMs);
        return starting.address(patienceMs, dead);
      },
    };
    const serving = createHttpPresence('serving');
    const server = http.createServer((request, response) => response.end('there'));
    const address = path.join(dir, 'there.sock');
    await new Promise<void>((resolve) => server.listen(address, resolve));
    serving.serving(address);
    door = await openTestDoor(async () => [watched, serving], { limits: { patienceMs: 60_000 } });
    expect(await door.read('/x')).toEqual([200, 'there']);
    expect(patience).toEqual([0]);
    server.close();
  });

  it('[X22] waits once for all hosts together; who has never mounted anything makes no 503', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `away-${index}`);
    const starting = names.map((name) => createHttpPresence(name));
    door = await openTestDoor(async () => starting, { limits: { patienceMs: 500 } });
    const since = performance.now();
    expect(await door.read('/x')).toEqual([404, 'nobody']);
    expect(performance.now() - since).toBeLessThan(10_000);
    starting[7]?.serving('/nowhere/7.sock');
    starting[7]?.gone();
    expect((await door.read('/x'))[0]).toBe(503);
  });
});
