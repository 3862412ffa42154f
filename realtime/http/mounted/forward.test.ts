import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpPresence } from '../../extensions/http-presence.ts';
import { openTestDoor } from '../../extensions/test-door.ts';

describe('answers of bundles that write to their sockets themselves', () => {
  let dir: string;
  let host: net.Server;
  let door: Awaited<ReturnType<typeof openTestDoor>>;
  let head: string;

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'forward-'));
    host = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write(`${head}\r\nX-Own: 1\r\nContent-Length: 2\r\n\r\nhi`));
    });
    const address = path.join(dir, 'host.sock');
    await new Promise<void>((resolve) => host.listen(address, resolve));
    const presence = createHttpPresence('host');
    presence.serving(address);
    door = await openTestDoor(async () => [presence]);
  });
  afterEach(async () => {
    await door.close();
    host.close();
    await rm(dir, { recursive: true });
  });

  it.each(['HTTP/1.1 099 Odd', 'HTTP/1.1 200 Tab\x01'])('[X22] a head that cannot be handed on (%j) is a 502', async (line) => {
    head = line;
    const answer = await door.get('/x');
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain('extension');
    expect(answer.headers.get('x-own')).toBeNull();
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    head = 'HTTP/1.1 200 OK';
    expect(await door.read('/x')).toEqual([200, 'hi']);
  });
});
