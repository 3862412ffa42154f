import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadedBundle } from '#services/bundle/types';
import { readImports, rewriteImports } from './bare-modules.ts';
import { createBundleFiles } from './bundle-files.ts';

it('rewrites bare imports of every kind and nothing else', async () => {
  const script = [
    `import { html } from 'lit';import "@scope/pack/side.js";`,
    `export * from "lit";import './own.js';import '/abs.js';import 'https://x.y/z.js';`,
    `const lazy = () => import('lit'); import(lazy); const text = "import 'lit'"; // import 'lit'`,
    `import unknown from 'unknown';`,
  ].join('\n');
  const known = new Map([
    ['lit', '/m/lit/index.js'],
    ['@scope/pack/side.js', '/m/@scope/pack/side.js'],
  ]);
  expect(rewriteImports(await readImports(script), known)).toBe(
    [
      `import { html } from '/m/lit/index.js';import "/m/@scope/pack/side.js";`,
      `export * from "/m/lit/index.js";import './own.js';import '/abs.js';import 'https://x.y/z.js';`,
      `const lazy = () => import("/m/lit/index.js"); import(lazy); const text = "import 'lit'"; // import 'lit'`,
      `import unknown from 'unknown';`,
    ].join('\n'),
  );
});

it('leaves what isn’t a script as it is', async () => {
  expect(await readImports('import { from')).toEqual({ text: 'import { from', imports: [], specifiers: [] });
});

describe('nodecg.transformBareModuleSpecifiers', () => {
  let root: string;
  let server: http.Server;
  const bundles = new Map<string, LoadedBundle>();

  async function addBundle(name: string, transformBareModuleSpecifiers: boolean): Promise<void> {
    const dir = path.join(root, name);
    const files = {
      'shared/app.js': `import 'esm'; import 'main'; import 'map'; import 'map/sub'; import 'map/hidden.js'; import 'out';`,
      'node_modules/esm/package.json': '{"main":"cjs.js","module":"lib/esm"}',
      'node_modules/esm/lib/esm.js': `import 'inner'`,
      'node_modules/esm/node_modules/inner/package.json': '{}',
      'node_modules/esm/node_modules/inner/index.js': '',
      'node_modules/main/package.json': '{"main":"./dist/main.js"}',
      'node_modules/main/dist/main.js': '',
      'node_modules/map/package.json': '{"exports":{".":{"node":"./node.js","browser":"./web.js"},"./sub":"./s/sub.js"}}',
      'node_modules/map/web.js': '',
      'node_modules/map/hidden.js': '',
      'node_modules/map/s/sub.js': '',
      'node_modules/out/package.json': '{"main":"../../../secret.js"}',
      '../secret.js': '',
    };
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
      await writeFile(path.join(dir, file), text);
    }
    const lists = { panels: [], graphics: [], mounts: [], assetCategories: [], soundCues: [] };
    const manifest = { name, version: '1.0.0', raw: {}, bundleDependencies: {}, ...lists, transformBareModuleSpecifiers };
    bundles.set(name, { name, kind: 'drop-in', dir, config: {}, warnings: [], loadedAt: 0, manifest });
  }

  beforeAll(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'bare-modules-')));
    await addBundle('asks', true);
    await addBundle('plain', false);
    const serve = createBundleFiles({ find: (name) => bundles.get(name), bundlesDir: root, settings: { config: {} } });
    server = http.createServer((request, response) => {
      void serve({ request, response, path: request.url ?? '', query: new URLSearchParams() });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(root, { recursive: true });
  });

  const get = (file: string, headers = {}) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${file}`, { headers });

  it('names the files that the packages say, and none outside of the bundle', async () => {
    const modules = '/bundles/asks/node_modules';
    expect(await (await get('/bundles/asks/shared/app.js')).text()).toBe(
      `import '${modules}/esm/lib/esm.js'; import '${modules}/main/dist/main.js'; import '${modules}/map/web.js'; import '${modules}/map/s/sub.js'; import 'map/hidden.js'; import 'out';`,
    );
  });

  it('finds a package’s own packages first', async () => {
    const modules = '/bundles/asks/node_modules/esm/node_modules';
    expect(await (await get('/bundles/asks/node_modules/esm/lib/esm.js')).text()).toBe(`import '${modules}/inner/index.js'`);
  });

  it('sends it once while it is the same', async () => {
    const first = await get('/bundles/asks/shared/app.js');
    expect(first.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await get('/bundles/asks/shared/app.js', { 'if-none-match': first.headers.get('etag') ?? '' })).status).toBe(304);
  });

  it('[E365] sends another script after a package was installed, moved or removed, though the script is the same', async () => {
    const folder = path.join(root, 'asks');
    const address = '/bundles/asks/shared/late.js';
    const pack = path.join(folder, 'node_modules/late');
    await writeFile(path.join(folder, 'shared/late.js'), `import 'late';`);
    const missing = await get(address);
    expect(await missing.text()).toBe(`import 'late';`);

    await mkdir(pack);
    await writeFile(path.join(pack, 'package.json'), '{"main":"one.js"}');
    await writeFile(path.join(pack, 'one.js'), '');
    const installed = await get(address, { 'if-none-match': missing.headers.get('etag') ?? '' });
    expect(installed.status).toBe(200);
    expect(await installed.text()).toBe(`import '/bundles/asks/node_modules/late/one.js';`);

    await rename(path.join(pack, 'one.js'), path.join(pack, 'two.js'));
    await writeFile(path.join(pack, 'package.json'), '{"main":"two.js"}');
    const moved = await get(address, { 'if-none-match': installed.headers.get('etag') ?? '' });
    expect(await moved.text()).toBe(`import '/bundles/asks/node_modules/late/two.js';`);

    await rm(pack, { recursive: true });
    const removed = await get(address, { 'if-none-match': moved.headers.get('etag') ?? '' });
    expect(await removed.text()).toBe(`import 'late';`);
    expect(removed.headers.get('etag')).toBe(missing.headers.get('etag'));
  });

  it('leaves scripts of bundles that don’t ask for it as they are', async () => {
    expect(await (await get('/bundles/plain/shared/app.js')).text()).toContain(`import 'esm';`);
  });
});
