import { expect, it } from 'vitest';
import { serverFacts } from './server-facts.ts';

const config = { version: '1.0.0', tls: undefined, databaseUrl: undefined };
const tls = { keyFile: 'key', certificateFile: 'certificate', allowHttp: false };

it('tells other computers the addresses that open this server, and none where it listens to this one only', () => {
  const addressesOf = (more: object) => serverFacts({ ...config, host: '192.0.2.1', ...more }, 3000).addresses;
  expect(addressesOf({})).toEqual(['http://192.0.2.1:3000/']);
  expect(addressesOf({ tls })).toEqual(['https://192.0.2.1:3000/']);
  expect(addressesOf({ host: '2001:db8::1', tls })).toEqual(['https://[2001:db8::1]:3000/']);
  expect(addressesOf({ host: '127.0.0.1', tls })).toEqual([]);
});
