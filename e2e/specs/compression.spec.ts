import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test as base } from '../fixtures/test.ts';
import { onTheWire } from '../fixtures/on-the-wire.ts';
import { makeRoot, Server } from '../fixtures/server.ts';

const words = 'words of a bundle\n'.repeat(500);

/** Compresses one of its two answers itself. */
const extension = `
const { gzipSync } = require('zlib');
module.exports = (nodecg) => {
  const router = nodecg.Router();
  router.get('/plain', (req, res) => res.type('text').send(${JSON.stringify(words)}));
  router.get('/packed', (req, res) => res.type('text').set('content-encoding', 'gzip').send(gzipSync(${JSON.stringify(words)})));
  nodecg.mount('/own-way', router);
};
`;

const test = base.extend({
  server: async ({ env }, use) => {
    const root = makeRoot(['stage']);
    const put = (file: string, text: string) => {
      const absolute = path.join(root, file);
      mkdirSync(path.dirname(absolute), { recursive: true });
      writeFileSync(absolute, text);
    };
    put(
      'bundles/own-way/package.json',
      JSON.stringify({ name: 'own-way', version: '1.0.0', nodecg: { compatibleRange: '^2.0.0' } }),
    );
    put('bundles/own-way/extension.js', extension);
    put('bundles/stage/shared/words.txt', words);
    put('bundles/stage/shared/picture.svg', `<svg xmlns="http://www.w3.org/2000/svg">${'<g></g>'.repeat(500)}</svg>`);
    put('bundles/stage/node_modules/pack/index.js', `// ${words}`);
    const server = await Server.start({ root, env });
    await use(server);
    await server.dispose();
  },
});

test('[E370] what the server serves itself goes out compressed, in one version for both forms', async ({ server, page }) => {
  const addresses = [
    '/socket.io/socket.io.js',
    '/socket.io/socket.io.min.js',
    '/api.js',
    '/nodecg-api.min.js',
    '/dashboard/css/panel-and-dialog-defaults.css',
    '/bundles/stage/graphics/index.html',
    '/bundles/stage/dashboard/cues.html',
    '/bundles/stage/shared/words.txt',
    '/bundles/stage/shared/picture.svg',
    '/bundles/stage/node_modules/pack/index.js',
  ];
  for (const address of addresses) {
    const url = server.url + address;
    const [packed, plain] = [await onTheWire(url), await onTheWire(url, { 'accept-encoding': 'identity' })];
    expect([packed.status, plain.status], address).toEqual([200, 200]);
    expect([packed.headers['content-encoding'], plain.headers['content-encoding']], address).toEqual(['gzip', undefined]);
    expect([packed.headers.vary, plain.headers.vary], address).toEqual(['Accept-Encoding', 'Accept-Encoding']);
    expect(packed.headers['content-type']).toBe(plain.headers['content-type']);
    // Pages say when they were loaded.
    const same = (body: Buffer) => body.toString().replace(/"loadedAt":[\d.]+/, '');
    expect(same(gunzipSync(packed.body)), address).toBe(same(plain.body));
    expect(packed.headers['content-length'], address).toBe(String(packed.body.length));
    const { etag } = packed.headers;
    expect(plain.headers.etag).toBe(etag);
    if (etag === undefined) continue;
    expect((await onTheWire(url, {}, 'HEAD')).headers['content-length'], address).toBe(String(packed.body.length));
    for (const encoding of ['gzip', 'identity'])
      expect((await onTheWire(url, { 'accept-encoding': encoding, 'if-none-match': etag })).status, address).toBe(304);
    const part = await onTheWire(url, { range: 'bytes=1-5' });
    expect([part.status, part.body], address).toEqual([206, plain.body.subarray(1, 6)]);
  }
  await page.goto(`${server.url}/bundles/stage/graphics/index.html`);
  const sizes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map((entry) => entry as PerformanceResourceTiming)
      .filter(({ name }) => name.endsWith('/api.js'))
      .map(({ encodedBodySize, decodedBodySize }) => encodedBodySize < decodedBodySize / 2),
  );
  expect(sizes).toEqual([true]);
});

test('[E372] what Next and extensions answer goes through as they send it', async ({ server }) => {
  const dashboard = await onTheWire(`${server.url}/dashboard/`);
  expect([dashboard.status, dashboard.headers['content-encoding']]).toEqual([200, 'gzip']);
  expect(gunzipSync(dashboard.body).toString()).toContain('<html');
  const script = /\/_next\/static\/[^"]+\.js/.exec(gunzipSync(dashboard.body).toString())?.[0];
  expect((await onTheWire(`${server.url}${script}`)).headers['content-encoding']).toBe('gzip');

  const plain = await onTheWire(`${server.url}/own-way/plain`);
  expect([plain.status, plain.headers['content-encoding'], plain.body.toString()]).toEqual([200, undefined, words]);
  const packed = await onTheWire(`${server.url}/own-way/packed`);
  expect([packed.headers['content-encoding'], gunzipSync(packed.body).toString()]).toEqual(['gzip', words]);
});
