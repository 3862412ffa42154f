import { mkdtemp, realpath, rm, utimes, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import send from 'send';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compressibleTypes } from './compressible.ts';
import { respondPage, respondScript, type Exchange } from './respond.ts';
import { sendFile } from './send-file.ts';

type Answer = { status: number; headers: http.IncomingHttpHeaders; body: Buffer };
const gzip = { 'accept-encoding': 'gzip, deflate, br' };

describe('compressed answers', () => {
  let root: string;
  let server: http.Server;
  let serve: (exchange: Exchange) => void | Promise<void>;
  const file = (name: string) => path.join(root, name);
  const script = `// ${'a script '.repeat(1_000)}`;
  /** Longer than what is packed as a whole. */
  const long = `{"noise":"${randomBytes(1_500_000).toString('hex')}"}`;

  function ask(name: string, headers: http.OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      const request = http.request({ host: '127.0.0.1', port, path: `/${name}`, headers, method, agent: false });
      request.on('error', reject).on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('error', reject).on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      });
      request.end();
    });
  }

  beforeAll(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'packed-')));
    await writeFile(file('script.js'), script);
    await writeFile(file('small.js'), '// small');
    await writeFile(file('picture.png'), script);
    await writeFile(file('long.json'), long);
    server = http.createServer((request, response) => {
      const [rawPath = ''] = (request.url ?? '').split('?');
      void serve({ request, response, path: rawPath, query: new URLSearchParams() });
    });
    serve = (exchange) => sendFile(exchange, file(exchange.path.slice(1)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(root, { recursive: true });
  });

  it('sends a script packed to who asks for that, and plain to others', async () => {
    const packed = await ask('script.js', gzip);
    expect(packed.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
      vary: 'Accept-Encoding',
      'content-length': String(packed.body.length),
    });
    expect(packed.body.length).toBeLessThan(script.length / 10);
    expect(gunzipSync(packed.body).toString()).toBe(script);
    for (const headers of [{}, { 'accept-encoding': 'gzip;q=0' }, { 'accept-encoding': 'br' }]) {
      const plain = await ask('script.js', headers);
      expect(plain.headers).toMatchObject({ vary: 'Accept-Encoding', 'content-length': String(script.length) });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.body.toString()).toBe(script);
    }
  });

  it('knows either form again by its ETag and its date', async () => {
    for (const first of [gzip, {}])
      for (const second of [gzip, {}]) {
        const { etag, 'last-modified': date } = (await ask('script.js', first)).headers;
        for (const condition of [{ 'if-none-match': etag }, { 'if-modified-since': date }]) {
          const again = await ask('script.js', { ...second, ...condition });
          expect([again.status, again.body.length, again.headers.vary]).toEqual([304, 0, 'Accept-Encoding']);
          expect(again.headers).toMatchObject({ etag, 'cache-control': 'no-cache', 'last-modified': date });
          expect(again.headers['content-encoding']).toBeUndefined();
        }
        expect((await ask('script.js', { ...second, 'if-none-match': '"other"' })).status).toBe(200);
      }
    const { etag } = (await ask('script.js', gzip)).headers;
    expect(etag).toMatch(/^W\//);
    expect((await ask('script.js', { ...gzip, 'if-match': '"other"' })).status).not.toBe(200);
  });

  it('sends the newest version, whatever it was called before', async () => {
    const { mtime } = await writeAndStat('edited.js', 'a'.repeat(5_000));
    expect(gunzipSync((await ask('edited.js', gzip)).body).toString()).toMatch(/^a+$/);
    await writeFile(file('edited.js'), 'b'.repeat(5_000));
    await utimes(file('edited.js'), mtime, mtime);
    expect(gunzipSync((await ask('edited.js', gzip)).body).toString()).toMatch(/^b+$/);
  });

  it('sends ranges of the plain form', async () => {
    const part = await ask('script.js', { ...gzip, range: 'bytes=3-10' });
    expect([part.status, part.body.toString()]).toEqual([206, 'a script']);
    expect(part.headers['content-encoding']).toBeUndefined();
    expect(part.headers['content-range']).toBe(`bytes 3-10/${script.length}`);
    expect((await ask('script.js', { ...gzip, range: 'bytes=99999999-' })).status).toBe(416);
  });

  it.each(['script.js', 'long.json'])('says the same of %s to HEAD as to GET', async (name) => {
    for (const headers of [gzip, {}]) {
      const [get, head] = [await ask(name, headers), await ask(name, headers, 'HEAD')];
      expect(head.body.length).toBe(0);
      const told = ({ headers: { date: _, 'transfer-encoding': __, ...rest } }: Answer) => rest;
      expect(told(head)).toEqual(told(get));
    }
  });

  it('leaves alone what is short, what is packed already and what isn’t there', async () => {
    for (const name of ['small.js', 'picture.png'])
      expect((await ask(name, gzip)).headers['content-encoding'], name).toBeUndefined();
    expect((await ask('picture.png', gzip)).headers.vary).toBeUndefined();
    const missing = await ask('missing.js', gzip);
    expect([missing.status, missing.headers['content-type']]).toEqual([404, 'text/plain; charset=utf-8']);
  });

  it('packs a long file as it goes out', async () => {
    const { headers, body } = await ask('long.json', gzip);
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(headers['content-length']).toBeUndefined();
    expect(body.length).toBeLessThan(long.length * 0.7);
    expect(gunzipSync(body).toString()).toBe(long);
  });

  it('stops packing for a client that is gone', async () => {
    // More than are packed at a time: each that went on would take somebody's place.
    for (let i = 0; i < 20; i += 1) await leave('long.json');
    await expect.poll(async () => (await ask('long.json', gzip)).headers['content-encoding']).toBe('gzip');
    await expect
      .poll(async () => {
        const all = await Promise.all(Array.from({ length: 8 }, () => ask('long.json', gzip)));
        return all.every(({ headers }) => headers['content-encoding'] === 'gzip');
      })
      .toBe(true);
  });

  it('packs pages and scripts that the server makes', async () => {
    const page = `<!doctype html>${'<p>words</p>'.repeat(500)}`;
    serve = (exchange) => respondPage(exchange, 200, page);
    const opened = await ask('', gzip);
    expect(opened.headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: 'Accept-Encoding',
      'content-length': String(opened.body.length),
    });
    expect(gunzipSync(opened.body).toString()).toBe(page);
    expect((await ask('')).body.toString()).toBe(page);
    expect((await ask('', gzip, 'POST')).body.toString()).toBe(page);
    expect(await ask('', gzip, 'HEAD')).toMatchObject({ headers: { 'content-length': String(opened.body.length) } });

    serve = (exchange) => respondPage(exchange, 200, long);
    expect(gunzipSync((await ask('', gzip)).body).toString()).toBe(long);

    serve = (exchange) => respondScript(exchange, script, { etag: 'W/"1"', name: 'a script' });
    expect(gunzipSync((await ask('', gzip)).body).toString()).toBe(script);
    for (const headers of [gzip, {}]) expect((await ask('', { ...headers, 'if-none-match': 'W/"1"' })).status).toBe(304);
    serve = (exchange) => sendFile(exchange, file(exchange.path.slice(1)));
  });

  it('gives files the types that they have without it', async () => {
    for (const [extension, type] of Object.entries(compressibleTypes)) {
      await writeFile(file(`any.${extension}`), 'text');
      serve = ({ request, response }) => void send(request, `any.${extension}`, { root }).pipe(response);
      expect((await ask(`any.${extension}`)).headers['content-type'], extension).toBe(type);
    }
  });

  async function writeAndStat(name: string, text: string): Promise<{ mtime: Date }> {
    const mtime = new Date('2026-01-01T00:00:00Z');
    await writeFile(file(name), text);
    await utimes(file(name), mtime, mtime);
    return { mtime };
  }

  /** Asks, and hangs up at the first bytes. */
  function leave(name: string): Promise<void> {
    return new Promise((resolve) => {
      const { port } = server.address() as AddressInfo;
      const request = http.get({ host: '127.0.0.1', port, path: `/${name}`, headers: gzip, agent: false }, (response) => {
        response.once('data', () => request.destroy()).on('error', () => undefined);
      });
      request.on('error', () => undefined).on('close', () => resolve());
    });
  }
});
