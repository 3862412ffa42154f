import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { makeRoot, Server } from '../fixtures/server.ts';

let server: Server;
let foreign: http.Server;
let foreignUrl: string;
test.beforeAll(async () => {
  const root = makeRoot(['live-score', 'api-lab', 'webhooks', 'sponsor-reel']);
  mkdirSync(path.join(root, 'assets/sponsor-reel/anything'), { recursive: true });
  writeFileSync(path.join(root, 'assets/sponsor-reel/anything/logo.png'), 'x');
  server = await Server.start({ root });
  foreign = http.createServer((_, response) => response.setHeader('content-type', 'text/html').end('<h1>elsewhere</h1>'));
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  // `localhost` and `127.0.0.1` are different sites to a browser.
  foreignUrl = `http://localhost:${(foreign.address() as AddressInfo).port}`;
});
test.afterAll(async () => {
  foreign.close();
  await server.dispose();
});

test('[E498] a page of another site changes nothing, reads nothing and opens no socket', async ({ page }) => {
  await page.goto(server.url);
  await page.goto(foreignUrl);
  const got = await page.evaluate(async (target) => {
    const read: string[] = [];
    const body = JSON.stringify({ name: 'live-score' });
    const send = async (name: string, address: string, init: RequestInit) => {
      try {
        const answer = await fetch(target + address, { credentials: 'include', ...init });
        if (answer.type !== 'opaque') read.push(`${name}: ${answer.status}`);
      } catch {
        // not even an answer: as it should be
      }
    };
    const mutation = '/api/trpc/bundle.disable';
    await send('as JSON', mutation, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    await send('as text', mutation, { method: 'POST', body, headers: { 'content-type': 'text/plain' } });
    await send('blind', mutation, { method: 'POST', body, mode: 'no-cors' });
    await send('by PUT', '/assets/sponsor-reel/anything/logo.png', { method: 'PUT', body });
    await send('by DELETE', '/assets/sponsor-reel/anything/logo.png', { method: 'DELETE' });
    const form = new FormData();
    form.append('file', new File(['x'], 'evil.png'));
    await send('upload', '/assets/sponsor-reel/anything', { method: 'POST', body: form, mode: 'no-cors' });
    for (const address of [
      '/',
      '/api/trpc/bundle.list',
      '/bundles/live-score/dashboard/score.html',
      '/metrics',
      '/api/auth/session',
    ])
      await send('reading', address, {});
    await send('mount', '/webhooks/ping', { method: 'POST', mode: 'no-cors' });
    const open = (address: string) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(target.replace('http', 'ws') + address);
        socket.onopen = () => resolve(`socket ${address}`);
        socket.onerror = () => resolve('');
      });
    for (const address of ['/socket.io/?EIO=4&transport=websocket', '/_next/webpack-hmr', '/']) read.push(await open(address));
    return read.filter((entry) => entry !== '');
  }, server.url);
  expect(got).toEqual([]);
  // A form needs no permission to be sent.
  await page.setContent(`<form method="post" enctype="text/plain" action="${server.url}/api/trpc/bundle.disable">
    <input name='{"name":"live-score","x":"' value='"}'><button>go</button></form>`);
  const answered = page.waitForResponse((response) => response.url().includes('bundle.disable'));
  await page.getByRole('button').click();
  expect((await answered).status()).toBe(403);
  // Nor does a frame: the dashboard and its panels show in none.
  await page.goto(foreignUrl);
  for (const address of ['/', '/bundles/live-score/dashboard/score.html']) {
    await page.setContent(`<iframe src="${server.url}${address}"></iframe>`);
    const frame = page.frames().find((candidate) => candidate !== page.mainFrame());
    await expect.poll(() => frame?.url()).toMatch(/chrome-error/);
  }
  const bundles = (await (await fetch(`${server.url}/api/trpc/bundle.list`)).json()) as {
    result: { data: { name: string; enabled: boolean }[] };
  };
  expect(bundles.result.data.find(({ name }) => name === 'live-score')?.enabled).toBe(true);
  expect(existsSync(path.join(server.root, 'assets/sponsor-reel/anything/logo.png'))).toBe(true);
  expect(existsSync(path.join(server.root, 'assets/sponsor-reel/anything/evil.png'))).toBe(false);
});

test('[E499] a name that leads here by trickery gets nothing, nor does a request that lies about where it comes from', async () => {
  const ask = (headers: http.OutgoingHttpHeaders, address = '/api/trpc/bundle.list') =>
    new Promise<number>((resolve, reject) => {
      http
        .request({ host: '127.0.0.1', port: server.port, path: address, headers, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
        .on('error', reject)
        .end();
    });
  const own = `127.0.0.1:${server.port}`;
  for (const address of [
    '/',
    '/health',
    '/api/trpc/bundle.list',
    '/bundles/live-score/graphics/bug.html',
    '/socket.io/?EIO=4&transport=polling',
  ])
    for (const host of [
      'rebound.example',
      `rebound.example:${server.port}`,
      '127.0.0.1.rebound.example',
      'localhost.rebound.example',
    ])
      for (const more of [{}, { 'x-forwarded-host': own }, { forwarded: `host=${own}` }, { origin: `http://${own}` }])
        expect(await ask({ host, ...more }, address), `${host}${address}`).toBe(403);
  expect(await ask({ host: own })).toBe(200);
});

test('[E541] a request has so many calls of the API and no more', async () => {
  const statusOf = async (calls: number) => {
    const path = Array<string>(calls).fill('system.about').join(',');
    return (await fetch(`${server.url}/api/trpc/${path}?batch=1&input={}`)).status;
  };
  expect([await statusOf(50), await statusOf(51)]).toEqual([200, 400]);
});

test.describe('with sign-in', () => {
  test('[E500] sign-ins are counted by address, whatever it says of itself; HTTPS is asked for where it is promised', async () => {
    const env = {
      AUTH_MODE: 'login',
      ADMIN_USERNAME: 'ada',
      ADMIN_PASSWORD: 'correct horse battery staple',
      RATE_LIMITS: 'sign-in=5/300,invite=4/300',
    };
    const login = await Server.start({ root: makeRoot(['live-score']), env });
    try {
      const statuses: number[] = [];
      for (let time = 0; time < 7; time += 1) {
        const answer = await fetch(`${login.url}/api/auth/callback/credentials`, {
          method: 'POST',
          redirect: 'manual',
          headers: {
            'content-type': 'application/json',
            'x-forwarded-for': `203.0.113.${time}`,
            forwarded: `for=203.0.113.${time}`,
          },
          body: JSON.stringify({ username: `user${time}`, password: 'x' }),
        });
        statuses.push(answer.status);
        if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect(statuses.slice(5)).toEqual([429, 429]);
      expect(statuses.slice(0, 5)).not.toContain(429);
      const tries = await Promise.all(
        Array.from({ length: 6 }, () =>
          fetch(`${login.url}/api/trpc/invite.read?input=${encodeURIComponent('{"token":"guess"}')}`),
        ),
      );
      expect(tries.filter(({ status }) => status === 429)).toHaveLength(2);
      expect((await fetch(`${login.url}/health`)).status).toBe(200);
    } finally {
      await login.dispose();
    }
    const secure = await Server.start({
      root: makeRoot(['live-score']),
      env: { ...env, NEXTAUTH_URL: 'https://show.example.com', TRUSTED_PROXIES: '127.0.0.1' },
    });
    try {
      const by = (proto: string, method = 'GET') =>
        fetch(`${secure.url}/bundles/live-score/graphics/bug.html?x=1`, {
          method,
          redirect: 'manual',
          headers: { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': proto, 'x-forwarded-host': 'show.example.com' },
        });
      const shown = await by('http');
      expect([shown.status, shown.headers.get('location')]).toEqual([
        308,
        'https://show.example.com/bundles/live-score/graphics/bug.html?x=1',
      ]);
      expect((await by('http', 'POST')).status).toBe(403);
      const encrypted = await by('https');
      expect(encrypted.status).not.toBe(308);
      expect(encrypted.headers.get('strict-transport-security')).toMatch(/^max-age=\d{7,}/);
      expect((await fetch(`${secure.url}/health`)).headers.get('strict-transport-security')).toBeNull();
    } finally {
      await secure.dispose();
    }
  });
});
