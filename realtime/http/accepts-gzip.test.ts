import { expect, it } from 'vitest';
import { acceptsGzip } from './accepts-gzip.ts';

it.each([
  'gzip',
  'gzip, deflate, br, zstd',
  'br;q=1.0, GZIP;q=0.8, *;q=0.1',
  'x-gzip',
  '*',
  'gzip ; q = 0.001',
  'gzip;q=0.5, identity;q=0.5',
  'identity;q=0.2, gzip',
])('gives gzip to %s', (header) => {
  expect(acceptsGzip(header)).toBe(true);
});

it.each([
  undefined,
  '',
  'identity',
  'br',
  'gzip;q=0',
  'gzip;q=0.000, *',
  '*;q=0',
  'gzip;q=0.5, identity;q=0.6',
  'gzip;q=0.5, identity',
  'identity;q=1, *;q=0',
  'gzip;q=none',
  'gzip;q=2',
  'gzipped',
])('gives no gzip to %s', (header) => {
  expect(acceptsGzip(header)).toBe(false);
});
