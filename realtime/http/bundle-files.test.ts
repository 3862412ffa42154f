import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadedBundle } from '#services/bundle/types';
import { createBundleFiles } from './bundle-files.ts';

const panel = {
  title: 'T',
  width: 2,
  headerColor: '#525F78',
  workspace: 'default',
  fullbleed: false,
  dialog: false,
  dialogButtons: [],
};
const graphic = { title: 'T', width: 1920, height: 1080, singleInstance: false };

describe('bundle files', () => {
  let root: string;
  let server: http.Server;
  let bundle: LoadedBundle;

  async function write(file: string, text: string): Promise<void> {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }

  /** As it is in the request line: clients such as fetch would tidy the path up. */
  function get(
    rawPath: string,
    headers: http.OutgoingHttpHeaders = {},
  ): Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }> {
    return new Promise((resolve, reject) => {
      http
        .get(
          { host: '127.0.0.1', port: (server.address() as AddressInfo).port, path: rawPath, headers, agent: false },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('end', () =>
              resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() }),
            );
          },
        )
        .on('error', reject);
    });
  }

  beforeAll(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'bundle-files-')));
    const files = {
      'secret.txt': 'secret',
      'bundles/other/secret.txt': 'secret',
      'bundles/quiz/package.json': '{"secret":1}',
      'bundles/quiz/extension.js': 'secret',
      'bundles/quiz/dashboard/score.html': '<!DOCTYPE html><head><script>1</script></head>',
      'bundles/quiz/dashboard/old.html': '<p>old</p>',
      'bundles/quiz/dashboard/deep/ask.html': '<p>ask</p>',
      'bundles/quiz/dashboard/plain.html': '<script>2</script>',
      'bundles/quiz/graphics/index.html': '<body>index</body>',
      'bundles/quiz/graphics/lower third.html': '<body>lower</body>',
      'bundles/quiz/graphics/video.bin': '0123456789',
      'bundles/quiz/graphics/.hidden': 'secret',
      'bundles/quiz/shared/a.js': 'shared',
      'bundles/quiz/build/app/main.js': 'mounted',
      'bundles/quiz/public/free.txt': 'free',
      'bundles/quiz/bower_components/x/x.js': 'bower',
      'packages/lib/index.js': 'secret',
      'bundles/lib/index.js': 'linked package',
    };
    for (const [file, text] of Object.entries(files)) await write(file, text);
    await mkdir(path.join(root, 'bundles/quiz/node_modules'));
    await symlink('../../lib', path.join(root, 'bundles/quiz/node_modules/lib'));
    await symlink('../../../packages/lib', path.join(root, 'bundles/quiz/node_modules/outside'));
    await symlink('../../../secret.txt', path.join(root, 'bundles/quiz/graphics/escape.txt'));
    await symlink('../../other', path.join(root, 'bundles/quiz/graphics/folder'));
    await symlink('../shared/a.js', path.join(root, 'bundles/quiz/graphics/inside.js'));
    bundle = {
      name: 'quiz',
      kind: 'drop-in',
      dir: path.join(root, 'bundles/quiz'),
      config: { text: '</script><!-- ' },
      git: { branch: 'main', hash: 'abcdef', shortHash: 'abc' },
      warnings: [],
      loadedAt: 0,
      manifest: {
        name: 'quiz',
        version: '1.2.3',
        compatibleRange: '^2.0.0',
        bundleDependencies: {},
        panels: [
          { ...panel, name: 'score', file: 'score.html', url: '/bundles/quiz/dashboard/score.html' },
          { ...panel, name: 'ask', file: 'deep/ask.html', url: '/bundles/quiz/dashboard/deep/ask.html', dialog: true },
        ],
        graphics: [
          { ...graphic, file: 'index.html', url: '/bundles/quiz/graphics/index.html' },
          { ...graphic, file: 'lower third.html', url: '/bundles/quiz/graphics/lower%20third.html' },
        ],
        mounts: [
          { directory: 'build/app', endpoint: 'app' },
          { directory: 'public', endpoint: '' },
        ],
        assetCategories: [],
        soundCues: [],
        transformBareModuleSpecifiers: false,
        raw: {},
      },
    };
    const serve = createBundleFiles({
      find: (name) => (name === 'quiz' ? bundle : undefined),
      bundlesDir: path.join(root, 'bundles'),
      settings: { config: { host: '127.0.0.1' } },
    });
    server = http.createServer((request, response) => {
      const [rawPath = '', search = ''] = (request.url ?? '').split('?');
      void serve({ request, response, path: rawPath, query: new URLSearchParams(search) });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(root, { recursive: true });
  });

  it.each([
    '/bundles/quiz/graphics/../package.json',
    '/bundles/quiz/graphics/%2e%2e/package.json',
    '/bundles/quiz/graphics/..%2fpackage.json',
    '/bundles/quiz/graphics/..%5cpackage.json',
    '/bundles/quiz/graphics/..\\package.json',
    '/bundles/quiz/graphics/%252e%252e/package.json',
    '/bundles/quiz/graphics/%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret.txt',
    '/bundles/quiz/graphics/video.bin%00.html',
    '/bundles/quiz/graphics//video.bin',
    '/bundles/quiz/graphics/./video.bin',
    '/bundles/quiz/graphics/%',
    '/bundles/quiz/graphics/%c0%ae%c0%ae/package.json',
    '/bundles/quiz/graphics/.hidden',
    '/bundles/quiz/graphics/escape.txt',
    '/bundles/quiz/graphics/folder/secret.txt',
    '/bundles/quiz/node_modules/outside/index.js',
    '/bundles/quiz/node_modules/../package.json',
    '/bundles/quiz/package.json',
    '/bundles/quiz/extension.js',
    '/bundles/quiz/',
    '/bundles/quiz',
    '/bundles/',
    '/bundles/../secret.txt',
    '/bundles/..%2f..%2fsecret.txt',
    '/bundles/other/secret.txt',
    '/bundles/%71uiz/../other/secret.txt',
    '/bundles/quiz/graphics/none.html',
    '/bundles/quiz/app/..%2f..%2fpackage.json',
    '/bundles/quiz/app/../../package.json',
    '/bundles/quiz/app/C:/secret.txt',
    '/bundles/quiz//free.txt',
    '/bundles/quiz/shared/',
    '/bundles/quiz/__proto__/constructor',
  ])('refuses %s', async (rawPath) => {
    const { status, text } = await get(rawPath);
    expect(status).toBe(404);
    expect(text).not.toContain('secret');
    expect(text).not.toContain(root);
  });

  it.each([
    ['/bundles/quiz/shared/a.js', 'shared'],
    ['/bundles/quiz/graphics/inside.js', 'shared'],
    ['/bundles/quiz/app/main.js', 'mounted'],
    ['/bundles/quiz/free.txt', 'free'],
    ['/bundles/quiz/bower_components/x/x.js', 'bower'],
    ['/bundles/quiz/node_modules/lib/index.js', 'linked package'],
    ['/bundles/quiz/dashboard/plain.html', '<script>2</script>'],
  ])('serves %s as it is', async (rawPath, text) => {
    expect(await get(rawPath)).toMatchObject({ status: 200, text });
  });

  it('answers a missing graphic with a page that shows nothing on air and waits for it; its scripts get plain 404', async () => {
    const opened = await get('/bundles/quiz/graphics/late.html', { accept: 'text/html,*/*' });
    expect(opened.status).toBe(404);
    expect(opened.text).toContain('background: transparent');
    expect((await get('/bundles/gone/graphics/late.html', { accept: 'text/html' })).text).toContain('location.reload()');
    expect((await get('/bundles/quiz/graphics/late.html', { accept: '*/*' })).text).not.toContain('<script>');
  });

  it('injects the API into panels, with the default look before the bundle’s own', async () => {
    const { text, headers } = await get('/bundles/quiz/dashboard/score.html');
    expect(headers['cache-control']).toBe('no-store');
    expect(text).toMatch(
      /^<!DOCTYPE html><head><link [^>]*panel-and-dialog-defaults\.css"><link [^>]*\/panel-defaults\.css">.*<script>1<\/script><\/head>$/s,
    );
    expect(text).toContain('\\u003c/script>\\u003c!-- ');
    expect(text).toContain('"kind":"panel"');
  });

  it('gives dialogs and old bundles their own look', async () => {
    expect((await get('/bundles/quiz/dashboard/deep/ask.html')).text).toContain('/dialog-defaults.css');
    bundle.manifest.compatibleRange = '^1.0.0 || ^2.0.0';
    expect((await get('/bundles/quiz/dashboard/score.html')).text).toContain('/old-panel-defaults.css');
    bundle.manifest.compatibleRange = '^2.0.0';
  });

  it('injects the API into graphics, and says when one is only a preview', async () => {
    const page = await get('/bundles/quiz/graphics/lower%20third.html');
    expect(page.text).toMatch(/^<body>lower<script>.*<\/script><\/body>$/s);
    expect(page.text).toContain('"gitHash":"abcdef"');
    expect(page.text).not.toContain('preview');
    expect((await get('/bundles/quiz/graphics/lower%20third.html?preview')).text).toContain('"preview":true');
  });

  it.each([
    ['/bundles/quiz/graphics', '/bundles/quiz/graphics/'],
    ['/bundles/quiz/graphics/lower%20third?x=1', '/bundles/quiz/graphics/lower%20third.html?x=1'],
    ['/bundles/quiz/dashboard/ask', '/bundles/quiz/dashboard/deep/ask.html'],
  ])('leads %s to %s', async (from, to) => {
    expect(await get(from)).toMatchObject({ status: 302, headers: { location: to } });
  });

  it('serves the index of graphics', async () => {
    expect((await get('/bundles/quiz/graphics/')).text).toMatch(/^<body>index<script>/);
  });

  it('answers ranges and unchanged files', async () => {
    expect(await get('/bundles/quiz/graphics/video.bin', { range: 'bytes=2-4' })).toMatchObject({ status: 206, text: '234' });
    expect((await get('/bundles/quiz/graphics/video.bin', { range: 'bytes=99-' })).status).toBe(416);
    const { headers } = await get('/bundles/quiz/graphics/video.bin');
    expect(headers['last-modified']).toBeTypeOf('string');
    expect((await get('/bundles/quiz/graphics/video.bin', { 'if-none-match': headers.etag })).status).toBe(304);
  });
});
