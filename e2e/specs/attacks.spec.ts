import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { addUser, adminName, call, loginEnvironment, password, signIn, type Shown } from '../fixtures/accounts.ts';
import { rawFetch } from '../fixtures/raw-fetch.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

/* What a page of somebody else's can do while an administrator is signed in to ours in the same browser. */

let server: Server;
let admin: Shown;
let foreign: http.Server;
let port: number;

const recorder = `let hits = 0;
module.exports = (nodecg) => {
  const router = nodecg.Router();
  router.get('/count', (req, res) => res.json({ hits }));
  router.all('/hit', (req, res) => res.json({ hits: ++hits }));
  nodecg.mount('/recorder', router);
};`;

test.beforeAll(async () => {
  const root = makeRoot(['live-score', 'sponsor-reel']);
  mkdirSync(path.join(root, 'assets/sponsor-reel/anything'), { recursive: true });
  writeFileSync(path.join(root, 'assets/sponsor-reel/anything/logo.png'), 'x');
  mkdirSync(path.join(root, 'bundles/recorder'), { recursive: true });
  const manifest = { name: 'recorder', version: '1.0.0', nodecg: { compatibleRange: '^2.0.0' } };
  writeFileSync(path.join(root, 'bundles/recorder/package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(root, 'bundles/recorder/extension.js'), recorder);
  server = await Server.start({ root, env: loginEnvironment });
  admin = await signIn(server, adminName);
  await addUser(server, admin, 'mallory', { role: 'VIEWER' });
  foreign = http.createServer((_, response) => response.setHeader('content-type', 'text/html').end('<h1>elsewhere</h1>'));
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  ({ port } = foreign.address() as AddressInfo);
});
test.afterAll(async () => {
  foreign.close();
  await server.dispose();
});

/** Another site, to which a browser sends no `Lax` cookie; and another port of the same one, to which it sends every cookie. */
const elsewhere = () => [`http://localhost:${port}`, `http://127.0.0.1:${port}`];

async function enter(page: Page): Promise<void> {
  await page.goto(`${server.url}/login`);
  await page.getByLabel('User name').fill(adminName);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
}

/** Nothing has changed, and the browser still belongs to the administrator. */
async function expectUnharmed(page: Page): Promise<void> {
  const bundles = await call<{ name: string; enabled: boolean }[]>(server, admin, 'bundle.list');
  expect(bundles.find(({ name }) => name === 'live-score')?.enabled).toBe(true);
  expect(await call(server, admin, 'invite.list')).toHaveLength(1);
  const count = await fetch(`${server.url}/recorder/count`, { headers: admin });
  expect(await count.json()).toEqual({ hits: 0 });
  expect(existsSync(path.join(server.root, 'assets/sponsor-reel/anything/logo.png'))).toBe(true);
  expect(existsSync(path.join(server.root, 'assets/sponsor-reel/anything/evil.png'))).toBe(false);
  await page.goto(server.url);
  await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
  const session = await page.evaluate(async () => (await fetch('/api/auth/session')).text());
  expect(session).toContain(adminName);
}

test('[E501] another site’s scripts, pictures and forms change nothing in the name of who is signed in', async ({ page }) => {
  await enter(page);
  for (const site of elsewhere()) {
    await page.goto(site);
    const read = await page.evaluate(async (target) => {
      const read: string[] = [];
      const send = async (address: string, init: RequestInit) => {
        for (const mode of ['no-cors', 'cors'] as const)
          try {
            const answer = await fetch(target + address, { credentials: 'include', mode, ...init });
            if (answer.type !== 'opaque') read.push(`${address}: ${answer.status}`);
          } catch {
            // not even an answer
          }
      };
      const text = (body: unknown): RequestInit => ({
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: JSON.stringify(body),
      });
      await send('/api/trpc/bundle.disable', text({ name: 'live-score' }));
      await send('/api/trpc/bundle.disable?batch=1', text({ 0: { name: 'live-score' } }));
      const standing = { role: 'ADMIN' };
      await send('/api/trpc/invite.create', text({ label: 'evil', standing, expiresAt: Date.now() + 60_000 }));
      await send('/api/auth/signout', { method: 'POST', body: new URLSearchParams({ json: 'true' }) });
      await send('/api/auth/callback/credentials', { method: 'POST', body: new URLSearchParams({ username: 'mallory' }) });
      await send('/login/local', { method: 'POST', body: new URLSearchParams({ username: 'mallory', password: 'x' }) });
      const form = new FormData();
      form.append('file', new File(['x'], 'evil.png'));
      await send('/assets/sponsor-reel/anything', { method: 'POST', body: form });
      await send('/recorder/hit', { method: 'POST', body: 'x' });
      for (const address of ['/logout', '/recorder/hit', '/', '/api/trpc/user.list', '/metrics', '/audit/export?format=csv'])
        await send(address, {});
      for (const method of ['DELETE', 'PUT'])
        await fetch(`${target}/assets/sponsor-reel/anything/logo.png`, { method, credentials: 'include' }).then(
          ({ status }) => read.push(`${method}: ${status}`),
          () => undefined,
        );
      await Promise.all(
        ['/logout', '/recorder/hit', '/api/auth/signout'].map(
          (address) =>
            new Promise((resolve) => {
              const image = new Image();
              image.onload = image.onerror = resolve;
              image.src = target + address;
            }),
        ),
      );
      return read;
    }, server.url);
    expect(read, site).toEqual([]);
    for (const { address, type, fields, statuses } of forms) {
      await page.goto(site);
      const inputs = Object.entries(fields).map(([name, value]) => `<input name='${name}' value='${value}'>`);
      await page.setContent(
        `<form method="post" enctype="${type}" action="${server.url}${address}">${inputs.join('')}<button>go</button></form>`,
      );
      const answered = page.waitForResponse((response) => new URL(response.url()).pathname === address);
      await page.getByRole('button').click();
      expect(statuses, `${site} ${address}`).toContain((await answered).status());
    }
    // A link that somebody follows shows the page, and does nothing.
    await page.goto(site);
    await page.setContent(`<a href="${server.url}/logout">click</a>`);
    await page.getByRole('link').click();
    await page.waitForURL(`${server.url}/**`);
    await expectUnharmed(page);
  }
});

const refused = [401, 403, 404, 405];
const plain = 'text/plain';
const encoded = 'application/x-www-form-urlencoded';
const forms = [
  { address: '/api/trpc/bundle.disable', type: plain, fields: { '{"name":"live-score","x":"': '"}' }, statuses: refused },
  { address: '/login/local', type: encoded, fields: { username: 'mallory', password }, statuses: refused },
  { address: '/api/auth/callback/credentials', type: encoded, fields: { username: 'mallory', password }, statuses: refused },
  { address: '/api/auth/signout', type: encoded, fields: { callbackUrl: '/' }, statuses: refused },
  { address: '/logout', type: encoded, fields: {}, statuses: refused },
  { address: '/assets/sponsor-reel/anything', type: 'multipart/form-data', fields: { file: 'x' }, statuses: refused },
  { address: '/recorder/hit', type: encoded, fields: { amount: '1' }, statuses: refused },
];

test('[E502] another site opens no socket with the cookies of who is signed in', async ({ page }) => {
  await enter(page);
  const tryAll = () =>
    page.evaluate(async (target) => {
      const opened: string[] = [];
      const sockets = ['/socket.io/?EIO=4&transport=websocket', '/_next/webpack-hmr', '/'].map(
        (address) =>
          new Promise<void>((resolve) => {
            const socket = new WebSocket(target.replace('http', 'ws') + address);
            socket.onopen = () => (opened.push(address), socket.close(), resolve());
            socket.onerror = () => resolve();
            // Next holds on to what isn't for it.
            setTimeout(resolve, 5_000);
          }),
      );
      await Promise.all(sockets);
      const polling = '/socket.io/?EIO=4&transport=polling';
      const answer = await fetch(target + polling, { credentials: 'include' }).catch(() => undefined);
      if (answer?.ok) opened.push(polling);
      return opened.filter((address) => address.startsWith('/socket.io/') || address === '/');
    }, server.url);
  for (const site of elsewhere()) {
    await page.goto(site);
    expect(await tryAll(), site).toEqual([]);
  }
  // The same from our own page opens: it was the site that made the difference.
  await page.goto(server.url);
  expect(await tryAll()).toContain('/socket.io/?EIO=4&transport=websocket');
});

test('[E503] with sign-in, too, a name that leads here by trickery gets nothing, not even with a session', async () => {
  const own = `127.0.0.1:${server.port}`;
  const body = new URLSearchParams({ username: adminName, password }).toString();
  for (const host of [
    'rebound.example',
    `rebound.example:${server.port}`,
    '127.0.0.1.rebound.example',
    'show.local.rebound.example',
  ])
    for (const more of [{}, { 'x-forwarded-host': own }, { origin: `http://${host}` }, { forwarded: `host=${own}` }] as Shown[])
      for (const address of [
        '/',
        '/login',
        '/health',
        '/ready',
        '/api/auth/csrf',
        '/api/trpc/user.list',
        '/recorder/count',
        '/api.js',
      ]) {
        const { status, headers } = await rawFetch(server.url, address, { headers: { ...admin, host, ...more } });
        expect([status, headers['set-cookie']], `${host}${address}`).toEqual([403, undefined]);
      }
  const headers = { host: 'rebound.example', origin: 'http://rebound.example', 'content-type': encoded };
  expect((await rawFetch(server.url, '/login/local', { method: 'POST', headers, body })).status).toBe(403);
  for (const origin of ['null', 'http://rebound.example', `http://127.0.0.1:${port}`, `https://${own}.rebound.example`]) {
    const changed = await rawFetch(server.url, '/api/trpc/bundle.disable', {
      method: 'POST',
      headers: { ...admin, host: own, origin, 'content-type': 'application/json' },
      body: '{"name":"live-score"}',
    });
    expect(changed.status, origin).toBe(403);
  }
  expect((await rawFetch(server.url, '/api/trpc/user.list', { headers: { ...admin, host: own } })).status).toBe(200);
});
