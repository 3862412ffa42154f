import net, { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFrontDoor, type FrontDoor, type FrontDoorDeps } from '../front-door.ts';
import { silentLog } from '../gateway/test-gateway.ts';
import { startTestVitals } from '../health/test-vitals.ts';
import { createAccess } from './access.ts';
import { boundConnections } from './bound-connections.ts';
import { openTestGate } from './door/test-gate.ts';
import { respondText } from './respond.ts';

describe('clients that dribble', () => {
  const ends: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });

  async function open(more: Partial<FrontDoorDeps> = {}): Promise<{ door: FrontDoor; port: number }> {
    const watched = startTestVitals();
    const door = createFrontDoor({
      access: createAccess([]),
      gate: openTestGate(),
      readiness: () => ({ ready: true, version: '1', checks: [] }),
      metrics: watched.metrics,
      publicDir: '/nowhere',
      bundleFiles: (exchange) => Promise.resolve(respondText(exchange, 200, 'file')),
      internal: () => new Promise<void>(() => undefined),
      web: undefined,
      hasSockets: () => false,
      times: { headMs: 150, bodyMs: 150, idleMs: 150, checkMs: 20 },
      log: silentLog,
      ...more,
    } as FrontDoorDeps);
    await door.listen('127.0.0.1', 0);
    ends.push(watched.stop, () => door.close(0));
    return { door, port: (door.server.address() as AddressInfo).port };
  }

  /** Writes a byte of `bytes` every few milliseconds, until the other side has had enough. Resolves with what it said. */
  function dribble(port: number, begin: string, bytes: string): Promise<{ text: string; sent: number }> {
    return new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1');
      let text = '';
      let sent = 0;
      const timer = setInterval(() => {
        if (socket.writable) socket.write(bytes[sent++ % bytes.length] ?? '');
      }, 10);
      socket.on('error', () => undefined).on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.on('close', () => {
        clearInterval(timer);
        resolve({ text, sent });
      });
      socket.write(begin);
    });
  }

  it('[H14] a head that never ends is cut off, however steadily it comes', async () => {
    const { port } = await open();
    const { text, sent } = await dribble(port, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ', 'a');
    expect(text).toMatch(/^(HTTP\/1\.1 4(08|00) |$)/);
    expect(sent).toBeGreaterThan(3);
  });

  it('[H14] a body that never ends is cut off', async () => {
    const { port } = await open();
    const { text } = await dribble(port, 'POST /internal/v1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n', 'a');
    expect(text).not.toContain('200');
    const chunked = await dribble(
      port,
      'POST /internal/v1/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n',
      '1\r\na\r\n',
    );
    expect(chunked.text).not.toContain('200');
  });

  it('[H14] many that dribble take nothing from who asks properly', async () => {
    const { port } = await open();
    const slow = Promise.all(Array.from({ length: 100 }, () => dribble(port, 'GET / HTTP/1.1\r\nHost: localhost\r\nX: ', 'a')));
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    await slow;
  });

  it('[H15] one address has so many connections, and more when some have ended; this machine and proxies have as many as there are', async () => {
    const server = net.createServer() as unknown as Parameters<typeof boundConnections>[0];
    boundConnections(server, { most: 2, isExempt: (address) => address === '10.0.0.1' });
    const connect = (remoteAddress: string) => {
      const socket = new net.Socket();
      Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
      server.emit('connection', socket);
      return socket;
    };
    const [first, second, third] = ['192.0.2.1', '::ffff:192.0.2.1', '192.0.2.1'].map(connect);
    expect([first, second, third].map((socket) => socket?.destroyed)).toEqual([false, false, true]);
    expect(connect('192.0.2.2').destroyed).toBe(false);
    first?.destroy();
    await vi.waitFor(() => expect(connect('192.0.2.1').destroyed).toBe(false));
    for (const address of ['127.0.0.1', '::1', '10.0.0.1'])
      expect(
        Array.from({ length: 9 }, () => connect(address)).some(({ destroyed }) => destroyed),
        address,
      ).toBe(false);
  });
});
