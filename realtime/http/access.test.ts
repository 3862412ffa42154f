import type { IncomingMessage } from 'node:http';
import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { createAccess } from './access.ts';
import { createClientOf } from './client-of.ts';

const ask = (headers: IncomingMessage['headers'], peer = '192.168.1.9', encrypted = false) =>
  ({ headers, socket: { remoteAddress: peer, ...(encrypted ? { encrypted } : {}) } }) as IncomingMessage;
const allowed = ['https://wrapper.example'];

describe('who may call this server', () => {
  it('[H5] open: by names of this computer and of ALLOWED_ORIGINS only, whatever a proxy says', () => {
    const { refuseHost } = createAccess(allowed, { clientOf: createClientOf(['127.0.0.1']) });
    for (const host of ['127.0.0.1:3000', 'localhost', '[::1]:3000', 'wrapper.example'])
      expect(refuseHost(ask({ host })), host).toBeUndefined();
    for (const host of [
      'rebound.example',
      '192.168.1.4:3000',
      'show',
      '',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      'a@localhost',
    ])
      expect(refuseHost(ask({ host })), host).toContain('ALLOWED_ORIGINS');
    expect(refuseHost(ask({ host: 'rebound.example', 'x-forwarded-host': 'localhost' }, '127.0.0.1'))).toBeDefined();
  });

  it('[H6] login: also by addresses and local names where others are listened to, never by a name that somebody could own', () => {
    const options = { mode: 'login', host: '0.0.0.0', ownUrls: ['https://show.example.com'] } as const;
    const { refuseHost } = createAccess(allowed, options);
    for (const host of [
      '192.168.1.4:3000',
      '[fd00::4]',
      'show',
      'show.local',
      'show.lan:3000',
      os.hostname(),
      'show.example.com',
      'localhost',
    ])
      expect(refuseHost(ask({ host })), host).toBeUndefined();
    for (const host of ['rebound.example', 'local.evil.example', '', 'show.example.com.evil.example', '1.2.3.4.nip.io'])
      expect(refuseHost(ask({ host })), host).toContain('NEXTAUTH_URL');
    const onlyHere = createAccess(allowed, { ...options, host: '127.0.0.1' });
    expect(onlyHere.refuseHost(ask({ host: '192.168.1.4' }))).toBeDefined();
    expect(onlyHere.refuseHost(ask({ host: 'show.example.com' }))).toBeUndefined();
    const proxied = createAccess([], { ...options, host: '127.0.0.1', clientOf: createClientOf(['127.0.0.1']) });
    const forwarded = { host: '127.0.0.1:3000', 'x-forwarded-for': '1.2.3.4', 'x-forwarded-host': 'rebound.example' };
    expect(proxied.refuseHost(ask(forwarded, '127.0.0.1'))).toBeDefined();
  });

  it('[H7] a page that came in the clear is not a page of ours where we have TLS', () => {
    const { refuseOrigin } = createAccess(allowed, { mode: 'login', host: '0.0.0.0' });
    const from = (origin: string | undefined, encrypted = false, more = {}) =>
      refuseOrigin(ask({ host: 'show.lan', ...(origin === undefined ? {} : { origin }), ...more }, '192.168.1.9', encrypted));
    expect(from('http://show.lan')).toBeUndefined();
    expect(from('https://show.lan', true)).toBeUndefined();
    expect(from('http://show.lan', true)).toBeDefined();
    expect(from('https://wrapper.example')).toBeUndefined();
    for (const origin of ['null', 'https://evil.example', 'http://show.lan.evil.example', 'http://show.lan:81'])
      expect(from(origin), origin).toBeDefined();
    expect(from(undefined)).toBeUndefined();
    expect(from(undefined, false, { 'sec-fetch-site': 'cross-site' })).toBeDefined();
  });
});
