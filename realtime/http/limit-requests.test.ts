import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMemoryRateLimiter } from '#adapters/memory/rate-limiter';
import type { Asker } from '#contract/identity';
import { usualRateLimits } from '#server/config/rate-limits';
import { createClientOf } from './client-of.ts';
import { networkOf } from '#services/identity/index';
import { createRequestLimits, type LimitDeps } from './limit-requests.ts';
import { toExchange } from './to-exchange.ts';

/** A door behind a proxy on this machine; `/api/auth/callback/credentials?right` signs in. */
async function open(limits: Partial<LimitDeps['limits']>, mode: LimitDeps['mode'] = 'login') {
  const clientOf = createClientOf(['127.0.0.1']);
  const all = { ...usualRateLimits, ...limits };
  const requestLimits = createRequestLimits({ limiter: createMemoryRateLimiter(), limits: all, clientOf, mode });
  const server = http.createServer((request, response) => {
    const exchange = toExchange(request, response);
    const user = request.headers['x-user'];
    const asker: Asker | undefined =
      typeof user === 'string'
        ? { actor: { kind: 'user', id: user, role: 'OPERATOR' }, via: 'session', userId: user }
        : undefined;
    // At the dashboard's API the door lets everybody in, and finds nobody out.
    if (asker && !exchange.path.startsWith('/api/')) exchange.asker = asker;
    void (async () => {
      const isSecret = request.headers.authorization === 'Bearer secret';
      if (exchange.path.startsWith('/internal/') && (await requestLimits.refuseSecret(exchange, isSecret))) return;
      const isKnown = () => Promise.resolve(request.headers.authorization === 'Bearer right');
      if (await requestLimits.refuseKey(exchange, isKnown)) return;
      if (
        (await requestLimits.refuseAddress(exchange)) ||
        (await requestLimits.refuseAsker(exchange, () => Promise.resolve(asker)))
      )
        return;
      if (exchange.query.has('right')) response.setHeader('set-cookie', 'next-auth.session-token=x; HttpOnly');
      response.end('answer');
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const ask = async (path: string, { from = '198.51.100.1', method = 'POST', headers = {} } = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { ...headers, ...(from === '' ? {} : { 'x-forwarded-for': from }) },
    });
    return { status: answer.status, wait: answer.headers.get('retry-after'), text: await answer.text() };
  };
  return { ask, requestLimits };
}

const callback = '/api/auth/callback/credentials';

describe('how often who may ask', () => {
  it('[H8] failed sign-ins of one address are counted, and those that succeed are not', async () => {
    const { ask } = await open({ 'sign-in': { points: 3, seconds: 60 } });
    for (let time = 0; time < 8; time += 1) expect((await ask(`${callback}?right`)).status).toBe(200);
    for (let time = 0; time < 3; time += 1) expect((await ask(callback)).status).toBe(200);
    const refused = await ask(callback);
    expect(refused.status).toBe(429);
    expect(Number(refused.wait)).toBeGreaterThanOrEqual(1);
    expect(Number(refused.wait)).toBeLessThanOrEqual(60);
    expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 'too-many-requests' } });
    expect((await ask('/api/auth/%63allback/credentials')).status).toBe(429);
    for (const path of ['/login/local', '/login/local/', '/login/%6cocal']) expect((await ask(path)).status).toBe(429);
    expect((await ask(callback, { from: '198.51.100.2' })).status).toBe(200);
    expect((await ask('/bundles/x/graphics/y.html', { method: 'GET' })).status).toBe(200);
  });

  it('[H9] set-up links, invitations and links for a new password can not be guessed, also not in a batch or by an encoded name', async () => {
    const { ask } = await open({ invite: { points: 2, seconds: 60 } });
    expect((await ask('/api/trpc/setup.setUp')).status).toBe(200);
    expect((await ask('/api/trpc/bundle.list,invite.read?batch=1', { method: 'GET' })).status).toBe(200);
    for (const path of [
      ...['/api/trpc/invite.accept', '/api/trpc/invite%2Eread', '/api/trpc/bundle.list%2Csetup.setUp'],
      ...['/api/trpc/passwordLink.use', '/api/trpc/bundle.list,passwordLink%2Eread'],
    ])
      expect((await ask(path)).status, path).toBe(429);
    for (const path of ['/api/trpc/invite.list', '/api/trpc/passwordLink.create'])
      expect((await ask(path)).status, path).toBe(200);
  });

  it('[H10] changes and uploads are counted by who makes them, not by where a crew sits', async () => {
    const { ask } = await open({ change: { points: 2, seconds: 60 }, upload: { points: 1, seconds: 60 } });
    const as = (user: string) => ({ headers: { 'x-user': user } });
    for (const user of ['ada', 'bo', 'cy']) {
      expect((await ask('/api/trpc/a.b', as(user))).status).toBe(200);
      expect((await ask('/api/trpc/a.b', as(user))).status).toBe(200);
      expect((await ask('/api/trpc/a.b', as(user))).status).toBe(429);
      expect((await ask('/api/trpc/a.b', { method: 'GET', ...as(user) })).status).toBe(200);
      expect((await ask('/assets/x/y', as(user))).status).toBe(200);
      expect((await ask('/assets/x/y', as(user))).status).toBe(429);
    }
  });

  it('[H11] who has tried too many keys tries no more of them; everything else, and a key that is right, goes on', async () => {
    const { ask, requestLimits } = await open({ key: { points: 2, seconds: 60 } });
    for (let time = 0; time < 2; time += 1) requestLimits.keyFailed('198.51.100.1');
    const bearer = { headers: { authorization: 'Bearer x' }, method: 'GET' };
    expect((await ask('/x', bearer)).status).toBe(429);
    expect((await ask('/bundles/x/graphics/y.html?key=x', { method: 'GET' })).status).toBe(429);
    expect((await ask('/x', { method: 'GET' })).status).toBe(200);
    expect((await ask('/x', { headers: { authorization: 'Bearer right' }, method: 'GET' })).status).toBe(200);
    expect((await ask('/x', { ...bearer, from: '198.51.100.2' })).status).toBe(200);
  });

  it('[H27] the secret of the internal API is guessed as often as passwords are, and then not even found out', async () => {
    const { ask, requestLimits } = await open({ 'sign-in': { points: 3, seconds: 60 } });
    const secret = (text: string, from = '198.51.100.1') =>
      ask('/internal/v1/x.y', { from, headers: { authorization: `Bearer ${text}` } });
    for (let time = 0; time < 200; time += 1) requestLimits.keyFailed('198.51.100.1');
    for (let time = 0; time < 5; time += 1) expect((await secret('secret')).status).toBe(200);
    for (let time = 0; time < 3; time += 1) expect((await secret('guess')).status).toBe(200);
    const refused = await secret('guess');
    expect(refused.status).toBe(429);
    expect(Number(refused.wait)).toBeGreaterThanOrEqual(1);
    expect((await secret('secret')).status).toBe(429);
    expect((await secret('secret', '198.51.100.2')).status).toBe(200);
    expect((await ask(callback)).status).toBe(200);
    for (let time = 0; time < 3; time += 1) await secret('guess', '');
    expect((await secret('guess', '')).status).toBe(429);
    expect((await secret('secret', '')).status).toBe(200);
  });

  it('[H12] on this machine files and sockets are never counted, and in open mode nothing is', async () => {
    const once = { points: 1, seconds: 60 };
    const login = await open({ all: once, socket: once });
    for (let time = 0; time < 5; time += 1) expect((await login.ask('/api.js', { method: 'GET', from: '' })).status).toBe(200);
    expect((await login.ask('/api.js', { method: 'GET' })).status).toBe(200);
    expect((await login.ask('/api.js', { method: 'GET' })).status).toBe(429);
    const free = await open({ all: once, 'sign-in': once, change: once }, 'open');
    for (let time = 0; time < 5; time += 1) expect((await free.ask(callback, { from: '' })).status).toBe(200);
  });

  it('[H13] addresses of one network of the new kind count as one', () => {
    expect(networkOf('2001:db8:1:2::5')).toBe(networkOf('2001:0db8:0001:0002:ffff:ffff:ffff:ffff'));
    expect(networkOf('2001:db8:1:2::5')).not.toBe(networkOf('2001:db8:1:3::5'));
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
    expect(networkOf('192.168.1.9')).toBe('192.168.1.9');
    expect(networkOf('::ffff:192.168.1.9')).toBe('192.168.1.9');
  });
});
