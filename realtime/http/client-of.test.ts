import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isAddressOrNetwork } from '#server/config/is-address';
import { createClientOf } from './client-of.ts';
import { tellClient } from './tell-client.ts';

const request = (remoteAddress: string, headers: IncomingMessage['headers'] = {}, encrypted = false) =>
  ({
    headers: { host: 'show.lan:3000', ...headers },
    socket: { remoteAddress, ...(encrypted ? { encrypted } : {}) },
  }) as IncomingMessage;
const spoofed = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' };

describe('where a request comes from', () => {
  it('[H1] is what the connection says, whatever the client writes', () => {
    const clientOf = createClientOf(['10.0.0.0/8']);
    const own = { address: '192.168.1.9', protocol: 'http', host: 'show.lan:3000', isForwarded: false };
    expect(clientOf(request('192.168.1.9', spoofed))).toEqual(own);
    expect(clientOf(request('::ffff:192.168.1.9', spoofed))).toEqual(own);
    expect(clientOf(request('192.168.1.9', {}, true))).toEqual({ ...own, protocol: 'https' });
    expect(createClientOf([])(request('127.0.0.1', spoofed)).address).toBe('127.0.0.1');
  });

  it('[H2] is what a trusted proxy says, and of a chain only what trusted ones have added', () => {
    const clientOf = createClientOf(['10.0.0.0/8', 'fd00::/8', '127.0.0.1']);
    const at = (chain: string, peer = '10.0.0.1') => clientOf(request(peer, { 'x-forwarded-for': chain })).address;
    expect(clientOf(request('::ffff:127.0.0.1', spoofed))).toEqual({
      address: '203.0.113.7',
      protocol: 'https',
      host: 'evil.example',
      isForwarded: true,
    });
    expect(at('1.1.1.1, 203.0.113.7')).toBe('203.0.113.7');
    expect(at('1.1.1.1, 203.0.113.7, 10.2.2.2')).toBe('203.0.113.7');
    expect(at('203.0.113.7:4711, fd00::1')).toBe('203.0.113.7');
    expect(at('[2001:db8::5]:443')).toBe('2001:db8::5');
    expect(at('10.1.1.1')).toBe('10.1.1.1');
    // However much a client writes before it.
    expect(at(`${'127.0.0.1, '.repeat(500)}203.0.113.7`)).toBe('203.0.113.7');
    // Rubbish is nobody's address.
    expect(at('203.0.113.7, unknown')).toBe('10.0.0.1');
    expect(at('<script>')).toBe('10.0.0.1');
  });

  it('[H3] is told to whoever answers behind the front door in one way, and nothing that the client made up', () => {
    const asked = request('192.168.1.9', {
      ...spoofed,
      forwarded: 'for=1.1.1.1',
      'x-real-ip': '1.1.1.1',
      'x-middleware-subrequest': 'middleware',
      'content-security-policy': "script-src 'nonce-known'",
      'x-nonce': 'known',
    });
    tellClient(asked, createClientOf([]));
    expect(asked.headers).toEqual({
      host: 'show.lan:3000',
      'x-forwarded-for': '192.168.1.9',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'show.lan:3000',
      'x-forwarded-port': '3000',
    });
  });

  it('[H4] takes only addresses and networks for proxies', () => {
    expect(['127.0.0.1', '::1', '10.0.0.0/8', 'fd00::/64'].every(isAddressOrNetwork)).toBe(true);
    expect(['', 'localhost', '10.0.0.0/33', '::/129', '1.2.3.4/', '1.2.3', '1.2.3.4/8/8', '*'].some(isAddressOrNetwork)).toBe(
      false,
    );
  });
});
