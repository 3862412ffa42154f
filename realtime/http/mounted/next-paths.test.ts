import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NextConfig } from 'next';
import { findNextPaths, type IsNextPath } from './next-paths.ts';

const projectDir = path.resolve(import.meta.dirname, '../../..');

describe('which addresses are Next’s own', () => {
  let isNextPath: IsNextPath;
  beforeAll(async () => void (isNextPath = await findNextPaths(projectDir)));

  it('[X26] knows every page, route and file of this project: whoever adds one that it doesn’t know must teach it', async () => {
    const found = await readdir(path.join(projectDir, 'app'), { recursive: true });
    const routes = found.filter((file) => /(^|[/\\])(page|route)\.[jt]sx?$/.test(file)).map((file) => path.dirname(file));
    expect(routes.length).toBeGreaterThan(5);
    const addresses = routes.map((folder) =>
      folder
        .split(path.sep)
        .filter((part) => part !== '.' && !/^\(.*\)$|^@/.test(part))
        .map((part) => (/^\[/.test(part) ? 'some value' : part)),
    );
    for (const parts of addresses) expect([parts, isNextPath(`/${parts.join('/')}`)]).toEqual([parts, true]);
    // The front door's own scripts lie in a folder beside them.
    const entries = await readdir(path.join(projectDir, 'public'), { withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    for (const file of files.filter((name) => name.includes('.'))) expect([file, isNextPath(`/${file}`)]).toEqual([file, true]);
    const { default: nextConfig } = (await import(pathToFileURL(path.join(projectDir, 'next.config.mjs')).href)) as {
      default: NextConfig;
    };
    const redirects = (await nextConfig.redirects?.()) ?? [];
    for (const { source } of redirects) expect([source, isNextPath(source)]).toEqual([source, true]);
    expect(nextConfig.rewrites).toBeUndefined();
  });

  it('[X26] leaves the rest to bundles, and no page takes it all', () => {
    for (const address of [
      '/_next/static/x.js',
      '/__nextjs_source-map',
      '/api/trpc/a',
      '/api/v1/x',
      '/api/graphql',
      '/api/auth/callback',
      '/',
    ])
      expect([address, isNextPath(address)]).toEqual([address, true]);
    for (const address of [
      '/playing-music',
      '/my-bundle/x',
      '/bundles/b/live',
      '/replicants/of/a/bundle',
      '/apis',
      '/api/score',
      '/api/v2/x',
      '/favicon.txt',
    ])
      expect([address, isNextPath(address)]).toEqual([address, false]);
  });

  describe('of any project', () => {
    let dir = '';
    beforeAll(async () => {
      dir = await mkdtemp(path.join(tmpdir(), 'next-paths-'));
      const files = [
        '(shell)/page.tsx',
        '(shell)/@side/shown/page.tsx',
        '_parts/page.tsx',
        'shop/[id]/page.tsx',
        'docs/[[...rest]]/page.tsx',
        'icon.png',
        'shop/opengraph-image.tsx',
        'sitemap.ts',
      ];
      for (const file of files) {
        await mkdir(path.dirname(path.join(dir, 'app', file)), { recursive: true });
        await writeFile(path.join(dir, 'app', file), '');
      }
    });
    afterAll(() => rm(dir, { recursive: true }));

    it('[X26] reads groups, slots, parameters, catch-alls and metadata files as Next does', async () => {
      const isOwn = await findNextPaths(dir);
      for (const address of [
        '/',
        '/shown',
        '/shop/7',
        '/docs',
        '/docs/a/b',
        '/icon.png',
        '/shop/opengraph-image',
        '/sitemap.xml',
      ])
        expect([address, isOwn(address)]).toEqual([address, true]);
      for (const address of ['/_parts', '/shop', '/shop/7/8', '/sitemap'])
        expect([address, isOwn(address)]).toEqual([address, false]);
    });
  });
});
