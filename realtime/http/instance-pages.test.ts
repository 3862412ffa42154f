import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { serveInstancePage } from './instance-pages.ts';

it('shows an address that can’t be decoded as it is', async () => {
  const server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://server');
    try {
      serveInstancePage({ request, response, path: pathname, query: searchParams }, 'killed', {});
    } catch {
      response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/instance/killed.html?pathname=/bundles/x/graphics/%25E0%25A4%25A`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('<code>/bundles/x/graphics/%E0%A4%A</code>');
});
