import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { withoutSecrets } from '../gateway/entry/handshake.ts';
import { keyCookies } from './keys/key-cookies.ts';
import { requestHeaders } from './mounted/forward-headers.ts';

const graphic = { bundle: 'quiz', url: '/bundles/quiz/graphics/a.html' };
const keys = keyCookies('ncg_secret', graphic, { isSecure: false, isInForeignFrame: false }).map((line) => line.split(';')[0]);
const own = [
  'next-auth.session-token=secret',
  '__Secure-next-auth.session-token.0=secret',
  '__Host-next-auth.csrf-token=secret',
  'nodecg-link=secret',
  'nodecg-refusal=secret',
  'socketToken=secret',
  ...keys,
];
const theirs = ['a=1', 'mySocketToken=2', 'theme=dark', 'socketTokens=3'];
const header = [...own, ...theirs].sort().join('; ');

it('[Z16] NodeCG’s and our cookies don’t reach mounted routes; the bundles’ own do', () => {
  const request = { headers: {}, rawHeaders: ['Host', 'show', 'Cookie', header, 'cookie', own.join(';')] };
  const sent = requestHeaders(request as unknown as IncomingMessage, { asker: undefined, bundles: [], hasBody: false });
  const cookies = sent.filter((_, at) => at % 2 === 1 && sent[at - 1]?.toLowerCase() === 'cookie');
  expect(cookies.map((line) => line.split('; ').sort())).toEqual([[...theirs].sort()]);
  expect(sent.join()).not.toContain('secret');
});

it('[Z16] nor extensions’ sockets', () => {
  const handshake = { headers: { cookie: header }, url: '/socket.io/', query: {}, auth: {} };
  const shown = withoutSecrets(handshake);
  expect(JSON.stringify(shown)).not.toContain('secret');
  expect((shown.headers.cookie ?? '').split('; ').sort()).toEqual([...theirs].sort());
});
