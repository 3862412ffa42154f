import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { respondUnavailable } from './unavailable-page.ts';

describe('unavailable page', () => {
  let server: http.Server;
  beforeEach(async () => {
    server = http.createServer((request, response) =>
      respondUnavailable({ request, response, path: request.url ?? '', query: new URLSearchParams() }, true),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  async function visit(path: string) {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept: 'text/html' } });
    return { status: answer.status, page: await answer.text() };
  }

  it('tells people that the dashboard comes', async () => {
    const { status, page } = await visit('/');
    expect(status).toBe(503);
    expect(page).toContain('as soon as it is ready');
  });

  it('shows nothing in place of a graphic, which may be on air, and comes back by itself', async () => {
    const { status, page } = await visit('/bundles/quiz/graphics/bug.html');
    expect(status).toBe(503);
    expect(page.replace(/<script>.*<\/script>|<title>.*<\/title>/gs, '')).not.toMatch(/<style|background|>[^<\s]/);
    expect(page).toContain('location.reload()');
  });
});
