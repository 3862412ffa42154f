import { createHash, createHmac, randomBytes } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { expect, test as base } from '../fixtures/test.ts';
import { makeRoot, projectDir, Server } from '../fixtures/server.ts';

/** Bundles bring their packages in a `node_modules` of theirs or above; here it is the project's. */
const test = base.extend({
  server: async ({ bundles, env }, use) => {
    const root = makeRoot(bundles);
    symlinkSync(path.join(projectDir, 'node_modules'), path.join(root, 'node_modules'));
    const server = await Server.start({ root, env });
    await use(server);
    await server.dispose();
  },
});

const sign = (body: string) => createHmac('sha256', 'shh').update(body).digest('hex');

test.describe('without the dashboard', () => {
  test.use({ bundles: ['webhooks', 'stream-shop', 'match-clock', 'match-ticker'], env: { ROLES: 'gateway,extensions' } });

  test('[E220] [C24] a webhook is taken by the signature over its raw bytes, and refused by a wrong one', async ({
    server,
    connect,
  }) => {
    const send = (body: string, type: string, signature: string) =>
      fetch(`${server.url}/webhooks/donation`, {
        method: 'POST',
        body,
        headers: { 'content-type': type, 'x-signature': signature },
      });
    const json = '{"amount":  25 }';
    const form = 'amount=17';
    expect(await (await send(json, 'application/json', sign(json))).json()).toEqual({ total: 25, bytes: json.length });
    expect(await (await send(form, 'application/x-www-form-urlencoded', sign(form))).json()).toEqual({
      total: 42,
      bytes: form.length,
    });
    expect((await send(json, 'application/json', sign('{"amount":25}'))).status).toBe(401);
    const client = await connect();
    await expect.poll(async () => (await client.read('webhooks', 'total')).value).toBe(42);
    const staff = await fetch(`${server.url}/webhooks/staff`, { headers: { 'x-nodecg-next-asker': 'null' } });
    expect([staff.status, await staff.text()]).toEqual([200, 'for staff']);
  });

  test('[E221] [C23] raw paths, static files and addresses inside /bundles are the extension’s where nobody else answers', async ({
    server,
  }) => {
    const music = await fetch(`${server.url}/playing-music?now=1`);
    expect(await music.json()).toEqual({ title: 'Interlude', query: { now: '1' }, ip: '127.0.0.1', host: '127.0.0.1' });
    const file = await fetch(`${server.url}/stream-shop/files/hello.txt`, { headers: { range: 'bytes=0-4' } });
    expect([file.status, await file.text()]).toEqual([206, 'hello']);
    const etag = (await fetch(`${server.url}/stream-shop/files/hello.txt`)).headers.get('etag') ?? '';
    const known = { headers: { 'if-none-match': etag, 'cache-control': '' } };
    expect((await fetch(`${server.url}/stream-shop/files/hello.txt`, known)).status).toBe(304);
    expect(await (await fetch(`${server.url}/bundles/stream-shop/live`)).text()).toBe('by pattern: live');
    expect(await (await fetch(`${server.url}/bundles/stream-shop/live`, { method: 'PUT' })).text()).toBe('by pattern: live');
    expect((await fetch(`${server.url}/bundles/stream-shop/other`)).status).toBe(404);
    expect((await fetch(`${server.url}/bundles/stream-shop/other`, { method: 'POST' })).status).toBe(405);
    const foreign = { method: 'POST', headers: { origin: 'https://evil.example' } };
    expect((await fetch(`${server.url}/bundles/stream-shop/live`, foreign)).status).toBe(403);
  });

  test('[E222] an upload of 40 MB arrives byte for byte, also when other bundles answer requests, too', async ({ server }) => {
    const picture = randomBytes(40_000_000);
    const form = new FormData();
    form.set('alt', 'a logo');
    form.set('picture', new Blob([picture]), 'logo ä.png');
    const answer = await fetch(`${server.url}/stream-shop/upload`, { method: 'POST', body: form });
    expect(await answer.json()).toMatchObject({
      size: picture.length,
      sum: createHash('sha1').update(picture).digest('hex'),
      alt: 'a logo',
    });
  });

  test('[E223] a stream of events stays open, and its end reaches the extension', async ({ server, connect }) => {
    const client = await connect();
    const end = new AbortController();
    const events = await fetch(`${server.url}/stream-shop/events`, { signal: end.signal });
    const reader = events.body!.getReader();
    const read = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await read()).toBe('data: 0\n\n');
    expect(await client.set('stream-shop', 'sold', 3)).toMatchObject({ ok: true });
    expect(await read()).toBe('data: 3\n\n');
    await expect.poll(async () => (await client.read('stream-shop', 'watchers')).value).toBe(1);
    end.abort();
    await expect.poll(async () => (await client.read('stream-shop', 'watchers')).value).toBe(0);
  });

  test('[E224] a request that ends its extension is told so, and the next one waits until it is back', async ({ server }) => {
    const hanging = fetch(`${server.url}/stream-shop/hangs`);
    const dies = await fetch(`${server.url}/stream-shop/dies`);
    expect([dies.status, dies.headers.get('retry-after')]).toEqual([502, '1']);
    expect((await hanging).status).toBe(502);
    await expect.poll(async () => (await fetch(`${server.url}/playing-music`)).status).toBe(200);
    const throws = await fetch(`${server.url}/stream-shop/throws`);
    expect([throws.status, await throws.text()]).toEqual([500, 'Internal error']);
  });

  test('[E225] [C21] a bundle uses what the one it depends on has returned: the same live object', async ({ connect }) => {
    const client = await connect();
    const add = (content: number) =>
      client.request('message', { bundle: 'match-ticker', name: 'add', content, expectReply: true });
    expect(await add(5)).toMatchObject({ ok: true, value: { value: { seconds: 5, same: true } } });
    expect(await add(2)).toMatchObject({ ok: true, value: { value: { seconds: 7, same: true } } });
    await expect.poll(async () => (await client.read('match-ticker', 'moves')).value).toEqual([5, 7]);
    expect((await client.read('match-clock', 'seconds')).value).toBe(7);
  });
});

test.describe('clients of the Socket.IO server', () => {
  test.use({ bundles: ['chat-wall'], env: { ROLES: 'gateway,extensions' } });

  test('[E226] getSocketIOServer() speaks with NodeCG’s clients: events, rooms, acknowledgements, comings and goings', async ({
    server,
  }) => {
    const sockets: Socket[] = [];
    const connectWall = async (): Promise<Socket> => {
      const socket = io(server.url, { transports: ['websocket'], forceNew: true });
      sockets.push(socket);
      await new Promise((resolve) => socket.once('connect', () => resolve(null)));
      return socket;
    };
    const [ada, bob] = [await connectWall(), await connectWall()];
    const lines: unknown[] = [];
    bob.on('line', (line) => lines.push(line));
    expect(await ada.emitWithAck('enter', 'lobby')).toEqual(['lobby']);
    expect(await bob.emitWithAck('enter', 'lobby')).toEqual(['lobby']);
    expect(await ada.emitWithAck('say', 'lobby', 'hello')).toBe(2);
    await expect.poll(() => lines).toEqual([{ room: 'lobby', text: 'hello' }]);
    expect(await bob.emitWithAck('present')).toBe(2);
    ada.disconnect();
    await expect.poll(() => bob.emitWithAck('present') as Promise<unknown>).toBe(1);
    for (const socket of sockets) socket.disconnect();
  });
});

test.describe('with the dashboard', () => {
  test.use({ bundles: ['stream-shop', 'everywhere'] });

  test('[E227] Next’s own pages stay its own, whatever a bundle mounts; what is nobody’s is Next’s 404', async ({
    server,
    page,
  }) => {
    await expect.poll(async () => (await fetch(`${server.url}/replicants`)).status).toBe(200);
    for (const address of ['/', '/replicants', '/graphics', '/bundles'])
      expect(await (await fetch(server.url + address)).text()).not.toContain('everywhere: '); // the name alone is in the data
    expect((await fetch(`${server.url}/api/trpc/none`)).headers.get('x-everywhere')).toBeNull();
    expect(await (await fetch(`${server.url}/everywhere`)).text()).toBe('everywhere: /everywhere');
    const missing = await page.goto(`${server.url}/nobody-has-this`);
    expect(missing?.status()).toBe(404);
    expect(missing?.headers()['x-everywhere']).toBeUndefined();
    await page.goto(server.url);
    await expect(page.getByRole('status', { name: /Live/ })).toBeVisible();
  });

  test('[E228] a browser signs in to a bundle’s site by its session cookie, and is somebody else without it', async ({
    server,
    page,
  }) => {
    await page.goto(`${server.url}/stream-shop/files/sign-in.html`);
    await page.getByLabel('Name').fill('Ada');
    await page.getByLabel('Word').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.locator('body')).toHaveText('refused');
    await page.goBack();
    await page.getByLabel('Word').fill('open sesame');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(`${server.url}/stream-shop/me`);
    await expect(page.locator('body')).toContainText('{"name":"Ada"}');
    expect(await (await fetch(`${server.url}/stream-shop/me`)).json()).toEqual({ name: null });
  });
});
