import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { pagesOf } from './pages.mjs';

const app = mkdtempSync(path.join(os.tmpdir(), 'pages-'));
afterEach(() => rmSync(app, { recursive: true }));

it('[Z11] finds all that Next answers: pages, routes and files that it makes an address of', () => {
  const files = [
    'page.tsx',
    '(dashboard)/users/page.tsx',
    '(dashboard)/users/users-view.tsx',
    '(dashboard)/_shell/page.tsx',
    'api/things/[id]/route.ts',
    'show/@side/page.tsx',
    'robots.ts',
    'show/opengraph-image.tsx',
    'icon.svg',
    'layout.tsx',
  ];
  for (const file of files) {
    mkdirSync(path.dirname(path.join(app, file)), { recursive: true });
    writeFileSync(path.join(app, file), '');
  }
  expect(pagesOf(app)).toEqual([
    '/',
    '/api/things/[id]',
    '/icon.svg',
    '/robots.ts',
    '/show',
    '/show/opengraph-image.tsx',
    '/users',
  ]);
});
