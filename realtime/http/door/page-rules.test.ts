import { describe, expect, it } from 'vitest';
import { pageNeed, readPath } from './page-rules.ts';

describe('what a page needs', () => {
  it.each([
    '/_next/static/../../users',
    '/_next/static/%2e%2e/%2e%2e/users',
    '/_next/static/%2E./.%2e/api/trpc/user.list',
    '/_next/static/..%2f..%2fusers',
    '/_next/static/..%5c..%5cusers',
    '/_next/static//../users',
    '/_next/static\\..\\users',
    '/__next/../users',
    '/login/..%2fusers',
    '/workspaces/a%2f..%2fb',
  ])('[Z11] %s is nobody’s: what is open by its beginning could mean another page', (path) => {
    expect(pageNeed(path)).toBe('somebody');
    expect(readPath(path)).toBeUndefined();
  });

  it.each(['/_next/static/chunks/%5Bname%5D-1.js', '/_next/static/media/a..b.woff2', '/login'])(
    '[Z11] %s is for everybody',
    (path) => {
      expect(pageNeed(path)).toBe('nobody');
      expect(readPath(path)).toBeDefined();
    },
  );
});
