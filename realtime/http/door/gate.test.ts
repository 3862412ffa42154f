import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuthMode } from '#contract/identity';
import { createClientOf } from '../client-of.ts';
import { toExchange } from '../to-exchange.ts';
import { createGate } from './gate.ts';

let mode: AuthMode;
let refusals = 0;
const gate = createGate({
  mode: () => mode,
  services: () => undefined,
  clientOf: createClientOf([]),
  onRefused: () => (refusals += 1),
});
const server = http.createServer((request, response) => {
  if (!gate.refusesForged(toExchange(request, response))) response.end('done');
});
let url = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  mode = 'login';
  refusals = 0;
});

/** Not `fetch`, which adds headers of its own. */
function post(headers: http.OutgoingHttpHeaders, method = 'POST'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${url}/api/trpc/x`, { method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    request.on('error', reject).end();
  });
}

describe('a change on a page that is open to everybody', () => {
  const cookies = ['next-auth.session-token=x', '__Secure-next-auth.session-token.0=x', 'nodecg-next.key=k', 'socketToken=k'];

  it.each(cookies)('[Z14] by %s is refused without a header that shows whose page asks', async (cookie) => {
    expect(await post({ cookie })).toBe(403);
    expect(await post({ cookie, 'sec-fetch-site': 'none' })).toBe(403);
    expect(refusals).toBe(2);
    expect(await post({ cookie, 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await post({ cookie, origin: url })).toBe(200);
    expect(await post({ cookie, authorization: 'Bearer token' })).toBe(200);
    expect(await post({ cookie }, 'GET')).toBe(200);
  });

  it('[Z14] by no cookie of ours, or while nobody has to sign in, is asked nothing', async () => {
    expect(await post({ cookie: 'theme=dark' })).toBe(200);
    expect(await post({})).toBe(200);
    mode = 'open';
    for (const cookie of cookies) expect(await post({ cookie })).toBe(200);
  });
});
