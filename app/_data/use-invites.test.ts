import { expect, it } from 'vitest';
import { leadsHere } from './use-invites.ts';

it.each([
  ['http://127.0.0.1:3000/invite?token=x', true],
  ['http://localhost/invite', true],
  ['http://[::1]:3000/invite', true],
  ['http://192.168.1.20:3000/invite', false],
  ['https://127.0.0.1.example.com/invite', false],
])('%s leads to this computer only: %s', (link, expected) => {
  expect(leadsHere(link)).toBe(expected);
});
