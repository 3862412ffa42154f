import { once } from 'node:events';
import type http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../gateway/test-gateway.ts';
import { startTestVitals } from '../health/test-vitals.ts';
import { createFrontDoor, type FrontDoor } from '../front-door.ts';
import type { Mounted } from './door/front-routes.ts';
import { openTestGate } from './door/test-gate.ts';
import { createAccess } from './access.ts';
import { respondText } from './respond.ts';

const minute = 60_000;

describe('how long a body may take', () => {
  let door: FrontDoor;
  let socket: net.Socket;
  let watched: ReturnType<typeof startTestVitals>;
  let taken: number;
  beforeEach(() => {
    watched = startTestVitals();
    taken = 0;
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(async () => {
    vi.useRealTimers();
    watched.stop();
    socket.destroy();
    await door.close(0);
  });

  /** Begins an upload, which `mounted` gets. */
  async function upload(serve: Mounted['serve']) {
    door = createFrontDoor({
      access: createAccess([]),
      gate: openTestGate(),
      findBundle: () => undefined,
      readiness: () => ({ ready: true, version: '1', checks: [] }),
      metrics: watched.metrics,
      publicDir: '/nowhere',
      bundleFiles: (exchange) => Promise.resolve(respondText(exchange, 200, 'file')),
      internal: () => Promise.resolve(),
      mounted: { isPublic: () => false, mayAnswer: () => true, serve },
      web: undefined,
      hasSockets: () => false,
      log: silentLog,
    });
    const came = once(door.server, 'request') as Promise<[http.IncomingMessage]>;
    await door.listen('127.0.0.1', 0);
    socket = net.connect((door.server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
    socket.write('POST /film HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n');
    const [request] = await came;
    return request;
  }
  const send = async (bytes: number) => {
    const until = taken + bytes;
    socket.write(Buffer.alloc(bytes));
    await vi.waitFor(() => expect(taken).toBe(until));
  };
  const takes: Mounted['serve'] = ({ request }) => {
    request.on('error', () => undefined).on('data', (part: Buffer) => (taken += part.length));
    return new Promise((resolve) => request.once('close', () => resolve(true)));
  };

  it('[X29] an upload to a mounted route lasts while it moves', async () => {
    const request = await upload(takes);
    for (let minutes = 0; minutes < 3; minutes += 1) {
      await send(40_000);
      vi.advanceTimersByTime(minute);
      expect(request.destroyed).toBe(false);
    }
    await send(1_000);
    vi.advanceTimersByTime(minute);
    expect(request.destroyed).toBe(true);
  });

  it('[X29] what no bundle answers has a minute', async () => {
    const request = await upload(() => Promise.resolve(false));
    await vi.waitFor(() => expect(request.readableLength + socket.bytesRead).toBeGreaterThan(0));
    vi.advanceTimersByTime(minute);
    expect(request.destroyed).toBe(true);
  });
});
