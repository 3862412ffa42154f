import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpPresence } from '../../extensions/http-presence.ts';
import { openTestDoor } from '../../extensions/test-door.ts';
import { createAccess } from '../access.ts';

describe('what bundles answer', () => {
  let dir: string;
  let host: http.Server;
  let door: Awaited<ReturnType<typeof openTestDoor>>;
  let seen: string[];

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'mounted-'));
    seen = [];
    host = http.createServer((request, response) => response.end(`answer ${seen.push(request.url ?? '')}`));
    const address = path.join(dir, 'host.sock');
    await new Promise<void>((resolve) => host.listen(address, resolve));
    const presence = createHttpPresence('host');
    presence.serving(address);
    const { refuseOtherSite } = createAccess(['https://show.example.com']);
    door = await openTestDoor(async () => [presence], { refuse: refuseOtherSite });
  });
  afterEach(async () => {
    await door.close();
    host.close();
    await rm(dir, { recursive: true });
  });

  /** `fetch` keeps these headers to itself. */
  const call = (headers: http.OutgoingHttpHeaders) =>
    new Promise<number>((resolve, reject) => {
      const request = http.get(`${door.url}/score/up`, { headers, agent: false }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      });
      request.on('error', reject);
    });

  it.each(['cross-site', 'same-site'])('[X28] pages of other sites (%s) run no command of a bundle', async (site) => {
    for (const mode of ['no-cors', 'cors', 'websocket'])
      expect(await call({ 'sec-fetch-site': site, 'sec-fetch-mode': mode })).toBe(403);
    expect(await call({ 'sec-fetch-site': site, origin: 'https://evil.example.com' })).toBe(403);
    expect(seen).toEqual([]);
  });

  it('[X28] links, ALLOWED_ORIGINS, own pages and programs do', async () => {
    expect(await call({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(200);
    expect(await call({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors', origin: 'https://show.example.com' })).toBe(
      200,
    );
    expect(await call({ 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' })).toBe(200);
    expect(await call({})).toBe(200);
  });
});
