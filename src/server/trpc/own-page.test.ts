import { expect, it } from 'vitest';
import { isAskedByOwnPage } from './own-page.ts';

const host = 'show:3000';

it.each([
  [{ referer: 'http://show:3000/bundles/quiz/dashboard/panel.html' }, true],
  [{ origin: 'http://show:3000' }, true],
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'none' }, true],
  [{ host: '127.0.0.1:9', 'x-forwarded-host': host, referer: 'http://show:3000/' }, true],
  [{}, false],
  [{ referer: '' }, false],
  [{ referer: 'http://evil.example/?show:3000' }, false],
  [{ referer: 'http://show:3000@evil.example/' }, false],
  [{ origin: 'null' }, false],
  [{ origin: 'http://evil.example', referer: 'http://show:3000/' }, false],
  [{ 'sec-fetch-site': 'cross-site' }, false],
  [{ 'sec-fetch-site': 'same-site', referer: 'http://show:3000/' }, false],
])('[Z21] signing out by %o: asked by our own page %s', (headers, expected) => {
  expect(isAskedByOwnPage(new Headers({ host, ...headers }))).toBe(expected);
});
