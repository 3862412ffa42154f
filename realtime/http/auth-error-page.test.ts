import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveAuthError } from './auth-error-page.ts';

const server = http.createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server');
  serveAuthError({ request, response, path: pathname, query: searchParams });
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function visit(query: string, headers: Record<string, string> = {}): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return (await fetch(`http://127.0.0.1:${port}/authError?${query}`, { headers })).text();
}

it('/authError says what NodeCG’s codes mean in the reader’s language', async () => {
  expect(await visit('code=token_invalidated')).toContain('was replaced or revoked');
  const german = await visit('code=token_invalidated', { 'accept-language': 'de-AT,en;q=0.5' });
  expect(german).toContain('<html lang="de">');
  expect(german).toContain('ersetzt oder widerrufen');
  expect(german).toContain('Noch einmal versuchen');
  expect(await visit('code=x', { cookie: 'nodecg-language=de', 'accept-language': 'en' })).toContain('Nicht angemeldet');
});

it('/authError shows what a link says as text, and leads to this server only', async () => {
  const page = await visit('code=constructor&message=%3Cimg%20src=x%3E&viewUrl=https://evil.example/');
  expect(page).toContain('constructor: &#60;img src=x&#62;');
  expect(page).not.toContain('evil.example');
  expect(page).toContain('href="/dashboard/"');
});
