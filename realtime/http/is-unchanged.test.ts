import { expect, it } from 'vitest';
import { isUnchanged } from './is-unchanged.ts';

const etag = 'W/"a-1"';
const modified = new Date('2026-01-02T03:04:05.678Z');

it.each([
  { 'if-none-match': 'W/"a-1"' },
  { 'if-none-match': '"a-1"' },
  { 'if-none-match': '"b", W/"a-1"' },
  { 'if-none-match': '*' },
  { 'if-modified-since': 'Fri, 02 Jan 2026 03:04:05 GMT' },
  { 'if-none-match': 'W/"a-1"', 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' },
])('is unchanged for %o', (headers) => {
  expect(isUnchanged(headers, { etag, modified })).toBe(true);
});

it.each([
  {},
  { 'if-none-match': 'W/"a-2"' },
  { 'if-none-match': '"b"', 'if-modified-since': 'Fri, 02 Jan 2026 03:04:05 GMT' },
  { 'if-modified-since': 'Fri, 02 Jan 2026 03:04:04 GMT' },
  { 'if-modified-since': 'yesterday' },
])('is to be sent for %o', (headers) => {
  expect(isUnchanged(headers, { etag, modified })).toBe(false);
});
