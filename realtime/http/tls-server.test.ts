import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTlsServer, readTls } from './tls-server.ts';

let folder: string;
const file = (name: string) => path.join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tls-'));
  const subject = ['-days', '2', '-subj', '/CN=localhost', '-keyout', file('key.pem'), '-out', file('cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-passout', 'pass:open sesame', ...subject], { stdio: 'pipe' });
  writeFileSync(file('rubbish.pem'), 'no key');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = () => ({ keyFile: file('key.pem'), certificateFile: file('cert.pem'), passphrase: 'open sesame' });

async function serve(allowHttp: boolean) {
  const material = await readTls({ ...files(), allowHttp });
  if (!material.ok) throw new Error(material.error);
  const server = createTlsServer(material.value, {});
  server.on('request', (request, response) => response.end(`${request.method} ${request.url}`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

function get(library: typeof http | typeof https, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/ready', agent: false, rejectUnauthorized: false };
    const request = library.get(options, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(text));
    });
    request.on('error', reject);
  });
}

it('serves HTTPS with a key that has a passphrase, and shows who asks without TLS only the way to it', async () => {
  const { server, port } = await serve(false);
  expect(await get(https, port)).toBe('GET /ready');
  const ask = (path: string, method: string, host: string) =>
    new Promise<http.IncomingMessage>((resolve, reject) => {
      const headers = { host };
      http.request({ host: '127.0.0.1', port, path, method, headers, agent: false }, resolve).on('error', reject).end();
    });
  const shown = await ask('//evil.example/x?y=1', 'GET', `show.lan:${port}`);
  expect([shown.statusCode, shown.headers.location]).toEqual([308, `https://show.lan:${port}/evil.example/x?y=1`]);
  expect((await ask('/api/auth/callback/credentials', 'POST', 'show.lan')).statusCode).toBe(403);
  expect((await ask('/', 'GET', 'show.lan/@evil')).statusCode).toBe(403);
  server.close();
  server.closeAllConnections();
});

it('with allowHTTP answers both on the one port, also where a request comes in pieces', async () => {
  const { server, port } = await serve(true);
  expect(await Promise.all([get(https, port), get(http, port), get(https, port)])).toEqual(Array(3).fill('GET /ready'));
  const socket = net.connect(port, '127.0.0.1');
  const answer = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('GET /slow')) resolve(text);
    });
  });
  socket.write('G');
  setImmediate(() => socket.write('ET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n'));
  expect(await answer).toContain('200 OK');
  socket.destroy();
  server.close();
  server.closeAllConnections();
});

it('[C108] says which of key, certificate and passphrase is wrong', async () => {
  const missing = await readTls({ ...files(), allowHttp: false, keyFile: file('nowhere.pem') });
  expect(missing).toMatchObject({ ok: false, error: expect.stringContaining('"ssl.keyPath"') as unknown });
  const rubbish = await readTls({ ...files(), allowHttp: false, certificateFile: file('rubbish.pem') });
  expect(rubbish).toMatchObject({ ok: false, error: expect.stringContaining("don't belong together") as unknown });
  const wrong = await readTls({ ...files(), allowHttp: false, passphrase: 'sesame' });
  expect(wrong.ok).toBe(false);
});
