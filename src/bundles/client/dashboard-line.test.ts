import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createBrowserLink } from './browser-link.ts';
import { dashboardLine } from './dashboard-line.ts';
import { createPageSocket } from './page-socket.ts';

const page = { dataset: {} as Record<string, string> };

it('[T40] the dashboard asks for a fresh ticket at each attempt to connect to another origin, with both of its sockets', async () => {
  const { url, greetings } = await startGateway();
  // The page's own server is this one, too: only its name differs.
  const line = dashboardLine({ dataset: { realtimeUrl: `${url}/` } }, 'https://show.example.com');
  expect(line.url).toBe(url);
  const link = createBrowserLink({ namespace: '/dashboard', page: { kind: 'dashboard' }, ...line });
  onTestFinished(() => link.close());
  await vi.waitFor(() => expect(greetings['/dashboard']).toHaveLength(2), 10_000);
  const socket = createPageSocket(line.url, line.ticket);
  onTestFinished(() => void socket.disconnect());
  socket.connect();
  await vi.waitFor(() => expect(greetings['/']).toHaveLength(1), 10_000);
  const given = [...(greetings['/dashboard'] ?? []), ...(greetings['/'] ?? [])].map(({ ticket }) => ticket);
  expect(given).toEqual(['ticket-1', 'ticket-2', 'ticket-3']);
});

it('[T41] a page without another origin asks for none', () => {
  expect(dashboardLine(page, 'https://show.example.com')).toEqual({});
  expect(dashboardLine({ dataset: { realtimeUrl: 'https://show.example.com/' } }, 'https://show.example.com')).toEqual({});
});

it.each([
  ['nobody is signed in', () => Response.json({ error: 'You are not signed in.' }, { status: 401 })],
  ['nobody has to sign in', () => Response.json({ ticket: null })],
  ['something else answers', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
  ['nobody answers', () => Promise.reject(new TypeError('Failed to fetch'))],
])('[T42] where %s the attempt is made without a ticket', async (_, answer) => {
  vi.stubGlobal('fetch', answer);
  onTestFinished(() => void vi.unstubAllGlobals());
  const { ticket } = dashboardLine({ dataset: { realtimeUrl: 'https://realtime.example.com' } }, 'https://show.example.com');
  await expect(ticket?.()).resolves.toBeUndefined();
});

/** Gives tickets, and ends the first connection to /dashboard, so that it is made twice. */
async function startGateway() {
  let made = 0;
  const server = createServer((request, response) => {
    const isTicket = request.url === '/api/realtime/ticket' && request.method === 'POST';
    if (isTicket) response.end(JSON.stringify({ ticket: `ticket-${(made += 1)}` }));
  });
  const sockets = new Server(server);
  const greetings: Record<string, { ticket?: string }[]> = {};
  for (const namespace of ['/', '/dashboard'])
    sockets.of(namespace).on('connection', (socket) => {
      const known = (greetings[namespace] ??= []);
      if (known.push(socket.handshake.auth) === 1 && namespace === '/dashboard') socket.disconnect();
    });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ownFetch = fetch;
  // A browser's paths are those of its page.
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => ownFetch(new URL(path, url), init));
  onTestFinished(async () => {
    vi.unstubAllGlobals();
    await sockets.close();
  });
  return { url, greetings };
}
