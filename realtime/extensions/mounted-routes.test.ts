import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHost } from '#ports/extension-hosts';
import { eventually } from './test-eventually.ts';
import { createHttpPresence } from './http-presence.ts';
import { openTestDoor } from './test-door.ts';
import { createTestHosts, createWorkshop, groupOf, type Workshop } from './test-hosts.ts';

let workshop: Workshop;
let test: ReturnType<typeof createTestHosts>;
let door: Awaited<ReturnType<typeof openTestDoor>>;
beforeAll(async () => void (workshop = await createWorkshop()));
afterEach(async () => {
  await door.close();
  await test.hosts.close();
});
afterAll(() => workshop.remove());

/** Runs each extension, given as the body of its function, in a host of its own. */
async function run(
  bodies: Record<string, string>,
  more: Parameters<typeof openTestDoor>[1] = {},
  limits: Parameters<typeof createTestHosts>[1] = {},
) {
  test = createTestHosts(workshop, limits);
  door = await openTestDoor(test.hosts.http, more);
  const groups = [];
  for (const [name, body] of Object.entries(bodies)) {
    const code = `const express = () => require('express'); module.exports = (nodecg) => { ${body} };`;
    groups.push(groupOf(await workshop.bundle(name, { 'extension.js': code })));
  }
  await test.hosts.reconcile(groups);
  return { ...test, ...door };
}

const post = (body: string, type: string, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': type, ...headers },
});

describe('what extensions mount', () => {
  it('[C23] [X16] serves mount(app), mount(prefix, app), mount(Router()) and all other forms of app.use as soon as they have loaded', async () => {
    const { read } = await run({
      forms: `
        const app = express()(); app.get('/playing-music', (req, res) => res.send('raw ' + req.baseUrl)); nodecg.mount(app);
        const below = express()(); below.get('/x', (req, res) => res.send('below ' + req.baseUrl)); nodecg.mount('/forms', below);
        const router = nodecg.Router(); router.get('/r/:id', (req, res) => res.send('router ' + req.params.id)); nodecg.mount(router);
        const { Router, mount } = nodecg;
        if (!new Router({ mergeParams: true }).use || typeof express().Router !== typeof Router) throw new Error('no router');
        nodecg.mount('/one', (req, res, next) => { req.seen = 1; next(); }, (req, res) => res.send('several ' + req.seen));
        nodecg.mount(['/two', /^\\/three\\/(\\d+)$/], [[(req, res) => res.send('array ' + req.originalUrl)]]);
        nodecg.mount('/bundles/forms/live', (req, res) => res.send('in the bundle'));
        try { nodecg.mount('/nothing'); } catch (error) { nodecg.mount('/error', (req, res) => res.send(error.message)); }`,
    });
    expect(await read('/playing-music')).toEqual([200, 'raw ']);
    expect(await read('/forms/x')).toEqual([200, 'below /forms']);
    expect(await read('/r/a%20b?c=d')).toEqual([200, 'router a b']);
    expect(await read('/one')).toEqual([200, 'several 1']);
    expect(await read('/two/deep')).toEqual([200, 'array /two/deep']);
    expect(await read('/three/4')).toEqual([200, 'array /three/4']);
    expect(await read('/bundles/forms/live')).toEqual([200, 'in the bundle']);
    expect((await read('/error'))[1]).toContain('requires a middleware function');
    expect(await read('/forms/y')).toEqual([404, 'nobody']);
    expect(await read('/three/x')).toEqual([404, 'nobody']);
  });

  it('[C24] [X17] gives JSON and form bodies parsed and raw, so that a signature over the bytes can be checked', async () => {
    const { read } = await run({
      hooks: `
        nodecg.mount('/hook', (req, res) => {
          const right = require('crypto').createHmac('sha256', 'k').update(req.rawBody).digest('hex');
          if (req.headers['x-signature'] !== right) return res.status(401).send('bad signature');
          res.json({ body: req.body, isBuffer: Buffer.isBuffer(req.rawBody), raw: String(req.rawBody) });
        });`,
    });
    const sign = (body: string) => createHmac('sha256', 'k').update(body).digest('hex');
    const json = '{"a": [1,  2]}';
    const form = 'a[b]=1&c=%20d';
    const good = await read('/hook', post(json, 'application/json', { 'x-signature': sign(json) }));
    expect([good[0], JSON.parse(good[1])]).toEqual([200, { body: { a: [1, 2] }, isBuffer: true, raw: json }]);
    const formed = await read('/hook', post(form, 'application/x-www-form-urlencoded', { 'x-signature': sign(form) }));
    expect([formed[0], JSON.parse(formed[1])]).toEqual([200, { body: { a: { b: '1' }, c: ' d' }, isBuffer: true, raw: form }]);
    expect(await read('/hook', post(json, 'application/json', { 'x-signature': sign(`${json} `) }))).toEqual([
      401,
      'bad signature',
    ]);
    const big = JSON.stringify({ text: 'x'.repeat(5_000_000) });
    expect((await read('/hook', post(big, 'application/json', { 'x-signature': sign(big) })))[0]).toBe(200);
    expect((await read('/hook', post('{"a":', 'application/json')))[0]).toBe(400);
    expect((await read('/other', post('{"a":', 'application/json')))[0]).toBe(404);
  });

  it('[X18] neither Express nor a server is there before the first use, and a host that mounts nothing is never asked', async () => {
    const { gateway, hosts } = await run({
      plain: `nodecg.listenFor('ask', (_, ack) => ack(null, Object.keys(require('module')._cache).filter((file) => file.includes('express')).length));`,
    });
    expect(await gateway.ask('plain', 'ask')).toEqual({ value: 0 });
    expect(await hosts.http()).toEqual([]);
  });

  it('[X19] a client can forge neither who asks nor where it comes from, and the bundle sees none of our headers', async () => {
    const { url } = await run({
      echo: `nodecg.mount('/echo', nodecg.util.authCheck, (req, res) => { res.set('x-nodecg-next-mine', '1'); res.json({ headers: req.headers, raw: req.rawHeaders, ip: req.ip, protocol: req.protocol, host: req.hostname }); });`,
    });
    const headers = {
      'x-nodecg-next-asker': '{"id":"mallory"}',
      'X-NodeCG-Next-Other': '1',
      connection: 'close, x-drop',
      'x-drop': '1',
      te: 'trailers',
    };
    const { text, answer } = await ask(`${url}/echo`, { headers });
    const seen = JSON.parse(text) as {
      headers: Record<string, string>;
      raw: string[];
      ip: string;
      protocol: string;
      host: string;
    };
    expect(JSON.stringify(seen)).not.toMatch(/nodecg-next|mallory|x-drop/i);
    expect(seen).toMatchObject({ ip: '127.0.0.1', protocol: 'http', host: '127.0.0.1' });
    expect(seen.headers).toMatchObject({
      host: new URL(url).host,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': new URL(url).host,
    });
    expect(answer.headers).not.toHaveProperty('x-nodecg-next-mine');
    expect(answer.headers).not.toHaveProperty('x-content-type-options');
  });

  it('[X19] a body is never read as another request, whatever the client says of its connection', async () => {
    const { url, gateway } = await run({
      strict: `
        const seen = nodecg.Replicant('seen', { defaultValue: [] });
        nodecg.mount((req, res) => { let body = ''; req.on('data', (part) => (body += part)).on('end', () => { seen.value.push(req.method + ' ' + req.url + ' ' + body.length); res.send('ok'); }); });`,
    });
    const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: x\r\nx-nodecg-next-asker: {"id":"mallory"}\r\n\r\n';
    for (const method of ['DELETE', 'GET', 'POST']) {
      const headers = { connection: 'content-length, host, transfer-encoding', 'content-length': smuggled.length };
      expect((await ask(`${url}/${method}`, { method, headers }, smuggled)).text).toBe('ok');
    }
    const length = smuggled.length;
    await eventually(() => gateway.value('strict', 'seen')).toEqual([
      `DELETE /DELETE ${length}`,
      `GET /GET ${length}`,
      `POST /POST ${length}`,
    ]);
  });

  it('[X19] a proxy on this machine may say for whom it asks', async () => {
    const { read } = await run({
      echo: `nodecg.mount('/echo', (req, res) => res.send([req.ip, req.protocol, req.hostname].join()));`,
    });
    const headers = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'show.example.com' };
    expect(await read('/echo', { headers })).toEqual([200, '203.0.113.7,https,show.example.com']);
  });

  it('[X20] asks host after host in the order of bundles, with the same body for each', async () => {
    const { read } = await run({
      first: `nodecg.mount((req, res, next) => { res.set('x-first', '1'); res.cookie('first', '1'); next(); });`,
      second: `nodecg.mount((req, res, next) => (req.path === '/mine' ? res.send('second ' + req.body.a) : next()));`,
      third: `nodecg.mount((req, res, next) => (req.path === '/mine' || req.path === '/last' ? res.send('third ' + JSON.stringify(req.body).length) : next()));`,
    });
    expect(await read('/mine', post('{"a":1}', 'application/json'))).toEqual([200, 'second 1']);
    const long = JSON.stringify({ text: 'y'.repeat(3_000_000) });
    expect(await read('/last', post(long, 'application/json'))).toEqual([200, `third ${long.length}`]);
    expect((await read('/none', post('{"a":1}', 'application/json')))[0]).toBe(404);
    const answer = await door.get('/last');
    expect(answer.headers.get('x-first')).toBeNull();
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('[X20] keeps only so much of a body; a host whose routes do not match never reads it', async () => {
    const { read } = await run(
      {
        greedy: `nodecg.mount('/shared', (req, res, next) => { req.on('data', () => {}).on('end', () => next()); });`,
        last: `nodecg.mount((req, res) => { let length = 0; req.on('data', (bytes) => (length += bytes.length)).on('end', () => res.send('last ' + length)); });`,
      },
      { limits: { keptBytes: 100_000 } },
    );
    const body = 'z'.repeat(20_000_000);
    expect(await read('/own', post(body, 'text/plain'))).toEqual([200, `last ${body.length}`]);
    expect(await read('/shared', post('z'.repeat(50_000), 'text/plain'))).toEqual([200, 'last 50000']);
    expect((await read('/shared', post(body, 'text/plain')))[0]).toBe(413);
  });

  it('[X21] streams in both directions, and the handler hears when the client leaves', async () => {
    const { url, gateway } = await run({
      stream: `
        const state = nodecg.Replicant('state', { defaultValue: 'none' });
        nodecg.mount('/events', (req, res) => { res.set('content-type', 'text/event-stream'); res.flushHeaders(); state.value = 'open'; nodecg.listenFor('tell', (text) => res.write('data: ' + text + '\\n\\n')); req.on('close', () => (state.value = 'left')); });
        nodecg.mount('/echo', (req, res) => { res.set('x-length', req.headers['content-length'] || 'none'); req.pipe(res); });
        nodecg.mount('/big', (req, res) => { let left = 300; const more = () => { while (left-- > 0) if (!res.write(Buffer.alloc(100000))) return res.once('drain', more); res.end(); }; more(); });`,
    });
    const end = new AbortController();
    const events = await fetch(`${url}/events`, { signal: end.signal });
    expect(events.headers.get('content-type')).toContain('text/event-stream');
    await eventually(() => gateway.isListening('stream', 'tell')).toBe(true);
    gateway.send('stream', 'tell', 'hello');
    const reader = events.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value as Uint8Array)).toBe('data: hello\n\n');
    end.abort();
    await eventually(() => gateway.value('stream', 'state')).toBe('left');

    const echoed = await ask(`${url}/echo`, { method: 'DELETE', headers: { 'transfer-encoding': 'chunked' } }, 'chunks');
    expect([echoed.text, echoed.answer.headers['x-length']]).toEqual(['chunks', 'none']);
    expect((await (await fetch(`${url}/big`)).arrayBuffer()).byteLength).toBe(30_000_000);
    const head = await fetch(`${url}/echo`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('[X22] says 502 when the host ends on a request, and keeps the next one until it is back', async () => {
    const { read, get } = await run(
      {
        dies: `nodecg.mount('/dies', () => process.exit(7)); nodecg.mount('/lives', (req, res) => res.send('pid ' + process.pid));`,
      },
      { limits: { patienceMs: 15_000 } },
    );
    const before = await read('/lives');
    const died = await get('/dies');
    expect([died.status, died.headers.get('retry-after')]).toEqual([502, '1']);
    expect(await died.text()).toContain('ended before it answered');
    await eventually(() => test.status('dies')?.restarts).toBe(1);
    const after = await read('/lives');
    expect(after[0]).toBe(200);
    expect(after[1]).not.toBe(before[1]);
  });

  it('[X22] waits for the next process where the socket is dead before the end of the process has been noticed', async () => {
    const next: string[] = [];
    const presence = createHttpPresence('dead');
    presence.serving('/nowhere/1.sock');
    let isAwaited = false;
    const watched: HttpHost = {
      ...presence,
      address: (patienceMs, dead) => {
        const address = presence.address(patienceMs, dead);
        isAwaited ||= dead !== undefined;
        return address;
      },
    };
    test = createTestHosts(workshop);
    door = await openTestDoor(async () => [watched], { limits: { patienceMs: 20_000 } });
    const asked = door.read('/x');
    const server = http.createServer((request, response) => response.end(`second ${next.push(request.url ?? '')}`));
    const address = path.join(workshop.dir, 'second.sock');
    await new Promise<void>((resolve) => server.listen(address, resolve));
    // Nobody answers at the first address; whoever asks there waits.
    await eventually(() => isAwaited).toBe(true);
    presence.serving(address);
    expect(await asked).toEqual([200, 'second 1']);
    server.close();
  });

  it('[X22] says 503 and when to ask again while a host that serves is away', async () => {
    const { get, hosts } = await run(
      { away: `nodecg.mount('/lives', (req, res) => res.send('here'));` },
      { limits: { patienceMs: 10 } },
      { firstRetryMs: 60_000 },
    );
    process.kill(hosts.pids().away ?? 0, 'SIGKILL');
    await eventually(() => hosts.statuses().get('away')?.state).toBe('restarting');
    const away = await get('/lives', post('{}', 'application/json'));
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '2']);
  });

  it('[X22] a route that throws is a 500 that tells nothing; its bundle is in the log', async () => {
    const { read, lines } = await run({
      throws: `nodecg.mount('/sync', () => { throw new Error('secret ' + __dirname); }); nodecg.mount('/next', (req, res, next) => next(Object.assign(new Error('so not'), { status: 418 })));`,
    });
    expect(await read('/sync')).toEqual([500, 'Internal error']);
    expect(await read('/next')).toEqual([418, 'so not']);
    expect(lines.join('\n')).toMatch(/error \[throws\] A mounted route failed: Error: secret/);
    expect(lines.join('\n')).not.toContain('so not');
  });

  it('[X23] records what a mounted route writes under its bundle, and takes out the routes of one that fails to load', async () => {
    test = createTestHosts(workshop);
    door = await openTestDoor(test.hosts.http);
    const write = (name: string, more = '') =>
      `module.exports = (nodecg) => { const n = nodecg.Replicant('n', { defaultValue: 0 }); nodecg.mount('/${name}', async (req, res) => { await null; n.value += 1; res.send('${name}'); }); ${more} };`;
    const bundles = [
      await workshop.bundle('own-a', { 'extension.js': write('own-a') }),
      await workshop.bundle('own-b', { 'extension.js': write('own-b') }),
      await workshop.bundle('own-c', { 'extension.js': write('own-c', `throw new Error('no');`) }),
    ];
    await test.hosts.reconcile([groupOf(...bundles)]);
    expect(await door.read('/own-b')).toEqual([200, 'own-b']);
    await eventually(() => test.gateway.value('own-b', 'n')).toBe(1);
    expect(test.gateway.writes.at(-1)?.actor.id).toBe('own-b');
    expect(await door.read('/own-c')).toEqual([404, 'nobody']);
    expect(await door.read('/own-a')).toEqual([200, 'own-a']);
  });

  it('[X18] answers on sockets in a folder of their own, which close removes', async () => {
    const { hosts, read } = await run({ socket: `nodecg.mount('/s', (req, res) => res.send('s'));` });
    expect(await read('/s')).toEqual([200, 's']);
    const address = (await (await hosts.http())[0]?.address(0)) ?? '';
    const folder = path.dirname(address);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual([path.basename(address)]);
    await hosts.close();
    expect(existsSync(folder)).toBe(false);
  });
});

/** `fetch` keeps some headers to itself. */
function ask(url: string, options: http.RequestOptions, body?: string) {
  return new Promise<{ answer: http.IncomingMessage; text: string }>((resolve, reject) => {
    const request = http.request(url, options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve({ answer, text }));
    });
    request.on('error', reject).end(body);
  });
}
