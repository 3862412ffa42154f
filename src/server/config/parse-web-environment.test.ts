import { expect, it } from 'vitest';
import { parseWebEnvironment } from './parse-web-environment.ts';

const needed = { INTERNAL_URL: 'http://127.0.0.1:1', REALTIME_SECRET: 'a secret of the test' };

it('takes an empty variable for unset, as the server does', () => {
  const read = parseWebEnvironment({ ...needed, REALTIME_URL: '', DATABASE_URL: ' ', NEXTAUTH_URL: '' });
  expect([read.REALTIME_URL, read.DATABASE_URL, read.NEXTAUTH_URL]).toEqual([undefined, undefined, undefined]);
  expect(parseWebEnvironment({ ...needed, REALTIME_URL: 'https://rt.example.com' }).REALTIME_URL).toBe('https://rt.example.com');
});
